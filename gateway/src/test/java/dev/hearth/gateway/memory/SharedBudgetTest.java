package dev.hearth.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedBudgetTest {
    private static final long TOTAL = 1_200;
    private static final long FLOOR = 60;

    private final SharedBudget budget = new SharedBudget(TOTAL, 0, FLOOR);

    @Test
    void oneHolderGetsAtMostAHalf() {
        assertThat(fill(budget.share("one"), Purpose.FINISH)).isEqualTo(TOTAL / 2);
    }

    @Test
    void twoHoldersGetAThirdEach() {
        Share one = budget.share("one");
        Share two = budget.share("two");
        while (one.reserve(1, Purpose.FINISH).isGranted()
                | two.reserve(1, Purpose.FINISH).isGranted()) {}
        assertThat(List.of(one.held(), two.held())).allMatch(held -> held >= TOTAL / 3 - 1 && held <= TOTAL / 3 + 1);
    }

    @Test
    void refusesTheHolderThatHasItsShareAndSaysSo() {
        Share one = budget.share("one");
        fill(one, Purpose.FINISH);

        assertThat(one.reserve(1, Purpose.FINISH)).isEqualTo(Grant.OVER_SHARE);
        assertThat(budget.refusedFull()).isZero();
        assertThat(budget.refusedOverShare()).isPositive();
    }

    @Test
    void saysThatItIsFullToWhoIsNotToBlame() {
        IntStream.range(0, 20).forEach(each -> budget.share("of many " + each).reserve(FLOOR, Purpose.FINISH));

        assertThat(budget.held()).isEqualTo(TOTAL);
        assertThat(budget.share("another").reserve(1, Purpose.FINISH)).isEqualTo(Grant.FULL);
        assertThat(budget.refusedFull()).isOne();
    }

    @Test
    void servesANewcomersLargestMessageThoughItsShareIsSmall() {
        IntStream.range(0, 4).forEach(each -> fill(budget.share("of many " + each), Purpose.FINISH));
        Share newcomer = budget.share("newcomer");

        assertThat(newcomer.reserve(FLOOR, Purpose.FINISH)).isEqualTo(Grant.GRANTED);
        assertThat(newcomer.reserve(FLOOR, Purpose.FINISH)).isNotEqualTo(Grant.GRANTED);
    }

    @Test
    void keepsRoomForWorkThatEnds() {
        SharedBudget divided = new SharedBudget(TOTAL, TOTAL / 4, FLOOR);
        Share one = divided.share("one");
        long begun = fill(one, Purpose.BEGIN);

        assertThat(begun).isEqualTo(TOTAL * 3 / 8);
        assertThat(fill(one, Purpose.FINISH)).isEqualTo(TOTAL / 8);
        IntStream.range(0, 100).forEach(each -> fill(divided.share("of many " + each), Purpose.BEGIN));
        assertThat(divided.held()).isLessThanOrEqualTo(TOTAL * 3 / 4);
        assertThat(divided.share("of many 1").reserve(FLOOR, Purpose.FINISH)).isEqualTo(Grant.GRANTED);
    }

    /** Whatever many holders do, for many seeds. */
    @Test
    void isNeverExceededAndAlwaysServesANewcomerWhileThereIsRoom() {
        for (int seed = 0; seed < 200; seed++) {
            anyHistory(new Random(seed));
        }
    }

    private static void anyHistory(Random random) {
        SharedBudget any = new SharedBudget(TOTAL, random.nextInt(2) * TOTAL / 4, FLOOR);
        int holders = 1 + random.nextInt(30);
        List<Holding> open = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            Purpose purpose = random.nextBoolean() ? Purpose.BEGIN : Purpose.FINISH;
            Holding holding = new Holding(any.share("holder " + random.nextInt(holders)), purpose);
            if (holding.grow(1 + random.nextInt(200)).isGranted()) {
                open.add(holding);
            }
            if (!open.isEmpty() && random.nextInt(5) == 0) {
                open.remove(random.nextInt(open.size())).close();
            }
            assertThat(any.held())
                    .isEqualTo(open.stream().mapToLong(Holding::held).sum())
                    .isBetween(0L, TOTAL);
            Holding newcomer = new Holding(any.share("newcomer"), Purpose.FINISH);
            assertThat(newcomer.grow(FLOOR).isGranted()).isEqualTo(any.held() - newcomer.held() + FLOOR <= TOTAL);
            newcomer.close();
        }
        open.forEach(Holding::close);
        assertThat(any.held()).isZero();
    }

    @Test
    void forgetsHoldersThatHoldNothing() {
        Share keeper = budget.share("keeper");
        keeper.reserve(1, Purpose.BEGIN);
        IntStream.range(0, 50_000).forEach(each -> budget.share("stranger " + each));

        assertThat(budget.holders()).isLessThan(5_000);
        assertThat(budget.share("keeper")).isSameAs(keeper);
    }

    @Test
    void refusesABudgetThatHasNoRoom() {
        assertThatThrownBy(() -> new SharedBudget(10, 10, 1)).hasMessageContaining("10");
    }

    private static long fill(Share share, Purpose purpose) {
        long taken = 0;
        while (share.reserve(1, purpose).isGranted()) {
            taken++;
        }
        return taken;
    }

    @Test
    void nothingIsGrantedAlsoToOneThatHasMoreThanItsShareByNow() {
        SharedBudget budget = new SharedBudget(100, 0, 0);
        assertThat(budget.share("a").reserve(50, Purpose.FINISH).isGranted()).isTrue();
        assertThat(budget.share("b").reserve(20, Purpose.FINISH).isGranted()).isTrue();

        assertThat(budget.share("a").reserve(0, Purpose.FINISH).isGranted()).isTrue();
    }
}

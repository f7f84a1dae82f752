package dev.hearth.gateway.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountConcurrencyTest {
    private static final FunctionId A = Revisions.function("a");
    private static final FunctionId B = Revisions.function("b");

    @Test
    void reservedConcurrencyIsACapAndAGuarantee() {
        AccountConcurrency account = new AccountConcurrency(3);
        account.reserve(A, OptionalInt.of(2));

        assertThat(account.admit(B)).isInstanceOf(Admission.Admitted.class);
        assertThat(account.admit(B)).isInstanceOf(Admission.AccountUsedUp.class);
        assertThat(account.admit(A)).isInstanceOf(Admission.Admitted.class);
        assertThat(account.admit(A)).isInstanceOf(Admission.Admitted.class);
        assertThat(account.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void reservedZeroBlocksTheFunction() {
        AccountConcurrency account = new AccountConcurrency(3);
        account.reserve(A, OptionalInt.of(0));

        assertThat(account.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void aPermitClosedTwiceIsGivenBackOnce() {
        AccountConcurrency account = new AccountConcurrency(2);
        Permit first = permit(account.admit(A));
        permit(account.admit(A));

        first.close();
        first.close();

        assertThat(account.inFlight()).isEqualTo(1);
    }

    @Test
    void aForgottenFunctionGivesItsShareBack() {
        AccountConcurrency account = new AccountConcurrency(2);
        account.reserve(A, OptionalInt.of(2));
        assertThat(account.admit(B)).isInstanceOf(Admission.AccountUsedUp.class);

        account.retain(Set.of(B));

        assertThat(account.admit(B)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aCapCountsWhatRunsAlready() {
        AccountConcurrency account = new AccountConcurrency(10);
        Permit first = permit(account.admit(A));
        account.reserve(A, OptionalInt.of(1));
        assertThat(account.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        account.reserve(A, OptionalInt.empty());
        account.reserve(A, OptionalInt.of(1));
        assertThat(account.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        account.retain(Set.of());
        account.reserve(A, OptionalInt.of(1));
        assertThat(account.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        first.close();
        assertThat(account.admit(A)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aFunctionThatIsForgottenAndSeenAgainIsAdmitted() {
        AccountConcurrency account = new AccountConcurrency(1);
        permit(account.admit(A)).close();
        account.retain(Set.of());

        permit(account.admit(A, OptionalInt.of(1))).close();

        account.retain(Set.of());
        assertThat(account.admit(B)).isInstanceOf(Admission.Admitted.class);
        assertThat(account.unreservedInFlight()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void noLimitIsEverExceededWhileSharesChange(long seed) throws InterruptedException {
        int limit = 20;
        AccountConcurrency account = new AccountConcurrency(limit);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int worker = 0; worker < 4; worker++) {
                Random random = new Random(seed * 31 + worker);
                threads.execute(() -> {
                    churn(account, random, running, most);
                    done.countDown();
                });
            }
            Random random = new Random(seed);
            while (done.getCount() > 0) {
                account.reserve(A, random.nextBoolean() ? OptionalInt.of(random.nextInt(limit)) : OptionalInt.empty());
                Thread.onSpinWait();
            }
            done.await();
        }
        assertThat(most).hasValueLessThanOrEqualTo(limit);
        assertThat(account.inFlight()).isZero();
    }

    private static void churn(AccountConcurrency account, Random random, AtomicInteger running, AtomicInteger most) {
        List<Permit> mine = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) < 3) {
                if (account.admit(random.nextBoolean() ? A : B) instanceof Admission.Admitted(Permit permit)) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    mine.add(permit);
                }
            } else if (!mine.isEmpty()) {
                running.decrementAndGet();
                mine.remove(random.nextInt(mine.size())).close();
            }
        }
        running.addAndGet(-mine.size());
        mine.forEach(Permit::close);
    }

    private static Permit permit(Admission admission) {
        return ((Admission.Admitted) admission).permit();
    }
}

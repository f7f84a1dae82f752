package dev.hearth.gateway.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationConcurrencyTest {
    private static final Revision A = Revisions.of("a");
    private static final Revision B = Revisions.of("b");

    // ---- reserved ----

    @Test
    void reservedConcurrencyIsACapAndAGuarantee() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(3);
        Revision reserved = reserving(2);
        all.serve(reserved);

        assertThat(all.admit(B)).isInstanceOf(Admission.Admitted.class);
        assertThat(all.admit(B)).isInstanceOf(Admission.AccountUsedUp.class);
        assertThat(all.admit(reserved)).isInstanceOf(Admission.Admitted.class);
        assertThat(all.admit(reserved)).isInstanceOf(Admission.Admitted.class);
        assertThat(all.admit(reserved)).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void reservedZeroBlocksTheFunction() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(3);
        all.serve(reserving(0));

        assertThat(all.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void allVersionsShareWhatTheirFunctionHasReserved() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(9);
        Revision one = Revisions.version("a", "1", OptionalInt.of(2));
        Revision two = Revisions.version("a", "2", OptionalInt.of(2));
        all.serve(one);

        permit(all.admit(one));
        permit(all.admit(two));

        assertThat(all.admit(reserving(2))).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void aPermitClosedTwiceIsGivenBackOnce() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(2);
        Permit first = permit(all.admit(A));
        permit(all.admit(A));

        first.close();
        first.close();

        assertThat(all.inFlight()).isEqualTo(1);
    }

    @Test
    void aForgottenFunctionGivesItsShareBack() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(2);
        all.serve(reserving(2));
        assertThat(all.admit(B)).isInstanceOf(Admission.AccountUsedUp.class);

        all.retain(List.of(B));

        assertThat(all.admit(B)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aCapCountsWhatRunsAlready() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(10);
        Permit first = permit(all.admit(A));
        all.serve(reserving(1));
        assertThat(all.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        all.serve(A);
        all.serve(reserving(1));
        assertThat(all.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        all.retain(List.of());
        all.serve(reserving(1));
        assertThat(all.admit(A)).isInstanceOf(Admission.ReservedUsedUp.class);

        first.close();
        assertThat(all.admit(A)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aFunctionThatIsForgottenAndSeenAgainIsAdmitted() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(1);
        permit(all.admit(A)).close();
        all.retain(List.of());

        permit(all.admit(reserving(1))).close();

        all.retain(List.of());
        assertThat(all.admit(B)).isInstanceOf(Admission.Admitted.class);
        assertThat(all.unreservedInFlight()).isEqualTo(1);
    }

    // ---- accounts ----

    @Test
    void everyAccountHasItsOwnLimitAndTheInstallationOneOverAll() {
        InstallationConcurrency all = new InstallationConcurrency(3, 2);
        Revision other = ofAccount("999999999999");
        permit(all.admit(A));
        permit(all.admit(A));
        assertThat(all.admit(A)).isInstanceOf(Admission.AccountUsedUp.class);

        assertThat(all.admit(other)).isInstanceOf(Admission.Admitted.class);

        assertThat(all.admit(other)).isInstanceOf(Admission.AccountUsedUp.class);
        assertThat(all.inFlight()).isEqualTo(3);
    }

    @Test
    void anAccountMayHaveAnotherLimitThanTheOthers() {
        InstallationConcurrency all = new InstallationConcurrency(100, 2);
        String id = A.function().accountId();

        all.limit(id, OptionalInt.of(1));
        permit(all.admit(A));
        assertThat(all.admit(A)).isInstanceOf(Admission.AccountUsedUp.class);

        all.limit(id, OptionalInt.empty());
        assertThat(all.admit(A)).isInstanceOf(Admission.Admitted.class);
        assertThat(all.admit(A)).isInstanceOf(Admission.AccountUsedUp.class);
    }

    // ---- provisioned ----

    @Test
    void whatIsProvisionedForAVersionIsTakenFromTheUnreservedPool() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(5);
        Revision version = Revisions.provisioned("a", "1", OptionalInt.empty(), 3);
        all.serve(version);
        permit(all.admit(B));
        permit(all.admit(B));
        assertThat(all.admit(B)).isInstanceOf(Admission.AccountUsedUp.class);

        for (int call = 0; call < 3; call++) {
            permit(all.admit(version));
        }

        assertThat(all.admit(version)).isInstanceOf(Admission.AccountUsedUp.class);
    }

    @Test
    void beyondItsProvisionedConcurrencyAVersionSpillsOver() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(5);
        Revision version = Revisions.provisioned("a", "1", OptionalInt.empty(), 3);
        all.serve(version);

        for (int call = 0; call < 5; call++) {
            permit(all.admit(version));
        }

        assertThat(all.unreservedInFlight()).isEqualTo(2);
        assertThat(all.admit(version)).isInstanceOf(Admission.AccountUsedUp.class);
    }

    /** As recorded: when all that is reserved is provisioned, $LATEST is throttled. */
    @Test
    void whatIsProvisionedCountsInsideWhatIsReserved() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(9);
        Revision version = Revisions.provisioned("a", "1", OptionalInt.of(2), 2);
        Revision latest = reserving(2);
        all.serve(latest);
        all.serve(version);

        assertThat(all.admit(latest)).isInstanceOf(Admission.ReservedUsedUp.class);
        permit(all.admit(version));
        permit(all.admit(version));
        assertThat(all.admit(version)).isInstanceOf(Admission.ReservedUsedUp.class);

        all.withdraw(version);
        assertThat(all.admit(latest)).isInstanceOf(Admission.ReservedUsedUp.class);
    }

    @Test
    void theAccountsLimitHoldsWhileProvisionedConcurrencyMovesToAnotherVersion() {
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(4);
        all.serve(Revisions.provisioned("a", "1", OptionalInt.empty(), 3));
        for (int call = 0; call < 3; call++) {
            permit(all.admit(Revisions.version("a", "1", OptionalInt.empty())));
        }

        all.serve(Revisions.version("a", "1", OptionalInt.empty()));
        Revision second = Revisions.provisioned("a", "2", OptionalInt.empty(), 3);
        all.serve(second);

        permit(all.admit(second));
        assertThat(all.admit(second)).isInstanceOf(Admission.AccountUsedUp.class);
    }

    /** Against a model: under constant shares, an invocation is admitted if and only if its share, or the rest, has room. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void admitsExactlyWhatTheSharesSay(long seed) {
        Random random = new Random(seed);
        int limit = 10 + random.nextInt(20);
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(limit);
        int reserved = random.nextInt(8);
        int inside = random.nextInt(reserved + 1);
        int outside = random.nextInt(5);
        Revision capped = Revisions.provisioned("capped", "1", OptionalInt.of(reserved), inside);
        Revision cappedLatest = Revisions.of("capped", Duration.ofSeconds(3), OptionalInt.of(reserved));
        Revision free = Revisions.provisioned("free", "1", OptionalInt.empty(), outside);
        List.of(capped, cappedLatest, free, B).forEach(all::serve);
        Shares model = new Shares(reserved, inside, outside, limit);
        List<Running> running = new ArrayList<>();

        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(5) < 3) {
                Revision chosen = List.of(capped, cappedLatest, free, B).get(random.nextInt(4));
                String share = model.take(chosen);
                Admission admission = all.admit(chosen);
                assertThat(admission instanceof Admission.Admitted)
                        .as("step %d: %s of %s", step, chosen.function().name(), model)
                        .isEqualTo(!share.isEmpty());
                if (admission instanceof Admission.Admitted(Permit permit)) {
                    running.add(new Running(permit, share));
                }
            } else if (!running.isEmpty()) {
                Running ended = running.remove(random.nextInt(running.size()));
                ended.permit().close();
                model.giveBack(ended.share());
            }
        }
        running.forEach(each -> each.permit().close());
        assertThat(all.inFlight()).isZero();
    }

    private record Running(Permit permit, String share) {}

    /** How many are left of each share. */
    private static final class Shares {
        private int insideLeft;
        private int restLeft;
        private int outsideLeft;
        private int unreservedLeft;

        Shares(int reserved, int inside, int outside, int limit) {
            insideLeft = inside;
            restLeft = reserved - inside;
            outsideLeft = outside;
            unreservedLeft = limit - reserved - outside;
        }

        /** The share it is taken from; empty: there is none. */
        String take(Revision revision) {
            boolean version = revision.version().equals("1");
            if (revision.function().name().equals("capped")) {
                return version && insideLeft > 0 ? taken("inside") : restLeft > 0 ? taken("rest") : "";
            }
            return version && outsideLeft > 0 ? taken("outside") : unreservedLeft > 0 ? taken("unreserved") : "";
        }

        private String taken(String share) {
            add(share, -1);
            return share;
        }

        void giveBack(String share) {
            add(share, 1);
        }

        private void add(String share, int amount) {
            switch (share) {
                case "inside" -> insideLeft += amount;
                case "rest" -> restLeft += amount;
                case "outside" -> outsideLeft += amount;
                default -> unreservedLeft += amount;
            }
        }

        @Override
        public String toString() {
            return "inside %d, rest %d, outside %d, unreserved %d"
                    .formatted(insideLeft, restLeft, outsideLeft, unreservedLeft);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void noLimitIsEverExceededWhileSharesChange(long seed) throws InterruptedException {
        int limit = 20;
        InstallationConcurrency all = InstallationConcurrency.ofOneAccount(limit);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int worker = 0; worker < 4; worker++) {
                Random random = new Random(seed * 31 + worker);
                threads.execute(() -> {
                    churn(all, random, running, most);
                    done.countDown();
                });
            }
            Random random = new Random(seed);
            while (done.getCount() > 0) {
                change(all, random, limit);
                Thread.onSpinWait();
            }
            done.await();
        }
        assertThat(most).hasValueLessThanOrEqualTo(limit);
        assertThat(all.inFlight()).isZero();
    }

    private static void change(InstallationConcurrency all, Random random, int limit) {
        switch (random.nextInt(4)) {
            case 0 -> all.serve(reserving(random.nextInt(limit)));
            case 1 -> all.serve(A);
            case 2 -> all.serve(Revisions.provisioned("a", "1", OptionalInt.empty(), random.nextInt(limit)));
            default -> all.retain(random.nextBoolean() ? List.of(A, B) : List.of(B));
        }
    }

    private static void churn(InstallationConcurrency all, Random random, AtomicInteger running, AtomicInteger most) {
        List<Revision> revisions = List.of(A, Revisions.version("a", "1", OptionalInt.empty()), B);
        List<Permit> mine = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) < 3) {
                if (all.admit(revisions.get(random.nextInt(3))) instanceof Admission.Admitted(Permit permit)) {
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

    private static Revision reserving(int share) {
        return Revisions.of("a", Duration.ofSeconds(3), OptionalInt.of(share));
    }

    private static Revision ofAccount(String id) {
        FunctionId other = new FunctionId("us-east-1", id, "other", "a");
        return new Revision(
                "other",
                other,
                A.version(),
                A.runtime(),
                A.handler(),
                A.memorySizeMb(),
                A.timeout(),
                A.ephemeralStorageMb(),
                A.variables(),
                A.home(),
                A.codeSha256(),
                A.logging(),
                A.bounds(),
                A.events(),
                A.initialization(),
                A.provisioned());
    }

    private static Permit permit(Admission admission) {
        return ((Admission.Admitted) admission).permit();
    }
}

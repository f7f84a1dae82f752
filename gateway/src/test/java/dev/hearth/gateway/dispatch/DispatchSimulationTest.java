package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that can happen, in random order and with simulated time: functions come, go and change, environments attach,
 * answer, fail, crash, fall silent and stop, callers are slow and leave. What must hold is looked at after every step.
 */
class DispatchSimulationTest {
    private static final int STEPS = 4_000;
    private static final int LIMIT = 8;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration NOBODY_WAITS_LONGER = Duration.ofSeconds(75);

    private final TestCatalog catalog = new TestCatalog();
    private final SimulatedCallers callers = new SimulatedCallers();
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(LIMIT);
    private final DispatchSettings settings = settings();
    private long now = 1_000_000_000_000L;
    private final SimulatedFleet fleet = new SimulatedFleet(() -> now, settings.initLimit(), TIMEOUT);
    private final FunctionDispatcher dispatcher = new FunctionDispatcher(catalog, fleet, account, settings, () -> now);

    private static DispatchSettings settings() {
        DispatchSettings usual = DispatchSettings.defaults(Duration.ofMinutes(2));
        return new DispatchSettings(
                usual.keepAlive(),
                usual.initLimit(),
                usual.provisionedInitLimit(),
                usual.environmentWait(),
                usual.startingWait(),
                usual.pingAfter(),
                usual.silence(),
                usual.heartbeat(),
                usual.restart(),
                usual.retirement(),
                Duration.ofMinutes(5),
                6,
                200);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everythingEndsWell(long seed) {
        simulate(seed);
    }

    @Test
    void everythingEndsWellForAnotherSeedEachTime() {
        simulate(System.nanoTime());
    }

    private void simulate(long seed) {
        System.out.println("DispatchSimulationTest, seed " + seed);
        Random random = new Random(seed);
        fleet.begin(dispatcher);
        int step = 0;
        try {
            for (; step < STEPS; step++) {
                step(random);
                check();
            }
            calm(random);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
        }
        assertThat(callers.successes()).as("seed %d: it did its work", seed).isGreaterThan(STEPS / 50);
    }

    private void step(Random random) {
        switch (random.nextInt(20)) {
            case 0 -> changeCatalog(random);
            case 1, 2, 3, 4, 5 -> invoke(random);
            case 6 -> callers.any(random).ifPresent(call -> call.inFlight.flow(random.nextBoolean()));
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    callers.any(random).ifPresent(call -> call.inFlight.abandon());
                }
            }
            case 8, 9 -> pass(Duration.ofMillis(random.nextInt(200)), random, 2);
            case 10 -> {
                if (random.nextInt(8) == 0) {
                    pass(Duration.ofSeconds(random.nextInt(15)), random, 3);
                }
            }
            case 11 -> dispatcher.review();
            default -> fleet.any(random).ifPresent(each -> each.act(random, 6));
        }
    }

    /** A function changes its revision, goes back to an earlier one, comes, goes, changes its share or what is provisioned. */
    private void changeCatalog(Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        if (random.nextInt(6) == 0) {
            catalog.remove(name);
        } else {
            OptionalInt reserved = random.nextInt(3) > 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3));
            Revision revision = Revisions.of(name, 1 + random.nextInt(2), TIMEOUT, reserved);
            int kept = random.nextInt(3);
            catalog.serve(kept == 0 ? revision : revision.provisioned(revision.id() + "-kept", revision.home(), kept));
        }
    }

    private void invoke(Random random) {
        List<Revision> serving = List.copyOf(catalog.all());
        if (serving.isEmpty()) {
            return;
        }
        Revision revision = serving.get(random.nextInt(serving.size()));
        int before = account.inFlight();
        callers.invoke(dispatcher, revision, random, now);
        if (account.inFlight() > before) {
            assertThat(callers.of(revision.function()).size())
                    .as("in flight of %s", revision.function().name())
                    .isLessThanOrEqualTo(revision.reservedConcurrency().orElse(LIMIT));
        }
    }

    private void pass(Duration time, Random random, int trouble) {
        long end = now + time.toNanos();
        while (now < end) {
            now = Math.min(end, now + 20_000_000);
            dispatcher.tick();
            fleet.members().forEach(each -> each.act(random, random.nextInt(10) == 0 ? trouble : 0));
            check();
        }
    }

    private void check() {
        dispatcher.pools().all().forEach(DispatchSimulationTest::check);
        List<SimulatedCallers.Call> running = callers.running();
        assertThat(account.inFlight())
                .as("permits out")
                .isEqualTo(running.size())
                .isLessThanOrEqualTo(LIMIT);
        assertThat(fleet.members().stream().filter(SimulatedEnvironment::runsAHandler))
                .as("handlers that run")
                .hasSizeLessThanOrEqualTo(LIMIT);
        assertThat(dispatcher.waiting()).as("waiting").isBetween(0, running.size());
        assertThat(running).as("waits for ever").noneMatch(this::isTooOld);
    }

    private boolean isTooOld(SimulatedCallers.Call call) {
        return now - call.sinceNanos > NOBODY_WAITS_LONGER.toNanos();
    }

    private static void check(RevisionPool pool) {
        Environments environments = pool.environments();
        for (EnvironmentPhase phase : EnvironmentPhase.values()) {
            long there = environments.all().stream()
                    .filter(each -> each.phase == phase)
                    .count();
            assertThat(environments.count(phase)).as("counted as %s", phase).isEqualTo((int) there);
        }
        long taken =
                environments.all().stream().filter(each -> each.attempt != null).count();
        assertThat(environments.taken()).as("taken").isEqualTo((int) taken);
        assertThat(environments.hottest() == null).isEqualTo(environments.count(EnvironmentPhase.IDLE) == 0);
        assertThat(environments.held()).hasSize(environments.count(EnvironmentPhase.HELD));
    }

    /** No more trouble and no more calls: all is answered, and after the keep-alive nothing is left. */
    private void calm(Random random) {
        callers.running().forEach(call -> call.inFlight.flow(true));
        pass(Duration.ofSeconds(80), random, 0);
        assertThat(callers.running()).isEmpty();
        assertThat(account.inFlight()).isZero();
        assertThat(account.unreservedInFlight()).isZero();
        assertThat(dispatcher.waitingRoom().count()).isZero();
        assertThat(dispatcher.waitingRoom().bytes()).isZero();
        worksAsIfNothingHadHappened(random);
        NAMES.forEach(catalog::remove);
        for (int second = 0; second < 300 && !dispatcher.pools().all().isEmpty(); second++) {
            dispatcher.review();
            pass(Duration.ofSeconds(1), random, 0);
        }
        dispatcher.review();
        assertThat(fleet.members())
                .extracting(each -> each.id + " " + each.state())
                .isEmpty();
        for (String state : FunctionDispatcher.environmentStates()) {
            assertThat(dispatcher.environments(state)).as(state).isZero();
        }
        assertThat(dispatcher.pools().all()).isEmpty();
    }

    private void worksAsIfNothingHadHappened(Random random) {
        NAMES.forEach(name -> catalog.serve(Revisions.of(name)));
        for (int i = 0; i < 60; i++) {
            int before = callers.successes();
            callers.invoke(dispatcher, Revisions.of(NAMES.get(i % NAMES.size())), random, now);
            pass(Duration.ofSeconds(2), random, 0);
            assertThat(callers.successes()).as("successes").isEqualTo(before + 1);
        }
    }
}

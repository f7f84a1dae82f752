package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What {@link DispatchSimulationTest} does step by step, here on many threads at once and with the real clock. */
class DispatchStressTest {
    private static final Duration TROUBLE = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LIMIT = 12;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final TestCatalog catalog = new TestCatalog();
    private final SimulatedFleet fleet =
            new SimulatedFleet(System::nanoTime, settings().initLimit(), TIMEOUT);
    private final SimulatedCallers callers = new SimulatedCallers();
    private final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(LIMIT);
    private final FunctionDispatcher dispatcher =
            new FunctionDispatcher(catalog, fleet, account, settings(), System::nanoTime);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long seed = System.nanoTime();
    private volatile int trouble = 3;
    private volatile boolean calling = true;
    private volatile boolean over;

    private static DispatchSettings settings() {
        return new DispatchSettings(
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(500),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                9,
                300);
    }

    @Test
    void everythingEndsWellOnManyThreads() throws InterruptedException {
        System.out.println("DispatchStressTest, seed " + seed);
        fleet.begin(dispatcher);
        NAMES.forEach(name -> catalog.serve(revision(name, 1, OptionalInt.empty())));
        begin(this::call, this::call, this::act, this::act, this::disturb, this::passTime);
        Thread.sleep(TROUBLE);
        trouble = 0;
        calling = false;
        await("every call to end", () -> callers.running().isEmpty());
        await("all permits to be given back", () -> account.inFlight() == 0);
        NAMES.forEach(catalog::remove);
        await("every environment to end", () -> fleet.members().isEmpty());
        await("every pool to be forgotten", () -> dispatcher.pools().all().isEmpty());
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(account.unreservedInFlight()).isZero();
        assertThat(dispatcher.waitingRoom().count()).isZero();
        assertThat(dispatcher.waitingRoom().bytes()).isZero();
        assertThat(callers.successes()).isGreaterThan(20);
    }

    @SafeVarargs
    private void begin(Consumer<RandomGenerator>... tasks) {
        for (Consumer<RandomGenerator> task : tasks) {
            Random random = new Random(seed + threads.size());
            threads.add(Thread.ofPlatform().start(() -> repeat(task, random)));
        }
    }

    private void repeat(Consumer<RandomGenerator> task, RandomGenerator random) {
        while (!over && failures.isEmpty()) {
            try {
                task.accept(random);
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && failures.isEmpty()) {
            assertThat(System.nanoTime() - end)
                    .as("seed %d: waited for %s", seed, what)
                    .isNegative();
            Thread.sleep(1);
        }
    }

    private void call(RandomGenerator random) {
        List<Revision> serving = List.copyOf(catalog.all());
        if (calling && !serving.isEmpty()) {
            Revision revision = serving.get(random.nextInt(serving.size()));
            callers.invoke(dispatcher, revision, random, System.nanoTime());
            assertThat(account.inFlight()).isLessThanOrEqualTo(LIMIT);
        }
        Thread.yield();
    }

    private void act(RandomGenerator random) {
        fleet.any(random)
                .ifPresentOrElse(each -> each.act(random, random.nextInt(5) == 0 ? trouble : 0), Thread::yield);
    }

    private void disturb(RandomGenerator random) {
        callers.any(random).ifPresent(call -> {
            call.inFlight.flow(!calling || random.nextBoolean());
            if (calling && random.nextInt(200) == 0) {
                call.inFlight.abandon();
            }
        });
        if (calling && random.nextInt(300) == 0) {
            change(NAMES.get(random.nextInt(NAMES.size())), random);
        }
        Thread.yield();
    }

    private void change(String name, RandomGenerator random) {
        if (random.nextInt(5) == 0) {
            catalog.remove(name);
        } else {
            OptionalInt reserved = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(4));
            catalog.serve(revision(name, 1 + random.nextInt(2), reserved));
        }
    }

    private void passTime(RandomGenerator random) {
        dispatcher.tick();
        if (random.nextInt(20) == 0) {
            dispatcher.review();
        }
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Revision revision(String name, int number, OptionalInt reserved) {
        return Revisions.of(name, number, TIMEOUT, reserved);
    }
}

package dev.hearth.e2e.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An attack that is under way: blows begin at its pace, also while earlier ones last, until it is ended. */
final class Assault implements AutoCloseable {
    /** Blows at once; each may hold a connection for some seconds. */
    private static final int MAX_IN_FLIGHT = 250;

    private static final int PATIENCE_SECONDS = 10;

    private final Attack attack;
    private final long pauseNanos;
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);
    private final ExecutorService blows = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread pace;

    /** @param factor of its pace */
    Assault(Attack attack, double factor) {
        this.attack = attack;
        pauseNanos = (long) (TimeUnit.SECONDS.toNanos(1) / (attack.perSecond() * factor));
        pace = Thread.ofVirtual().name(attack.name()).start(this::attack);
    }

    private void attack() {
        try {
            while (true) {
                places.acquire();
                blows.execute(this::strike);
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike() {
        try {
            outcomes.merge(attack.deed().strike(), 1, Integer::sum);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            outcomes.merge(e.getClass().getSimpleName() + ": " + e.getMessage(), 1, Integer::sum);
        } finally {
            places.release();
        }
    }

    /** What came of it so far. */
    Tally tally() {
        int hits = attack.hits().stream()
                .mapToInt(hit -> outcomes.getOrDefault(hit, 0))
                .sum();
        return new Tally(attack.name(), hits, new TreeMap<>(outcomes));
    }

    @Override
    public void close() throws InterruptedException {
        pace.interrupt();
        pace.join();
        blows.shutdownNow();
        if (!blows.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            System.err.println(attack.name() + ": some blows go on");
        }
    }
}

package dev.hearth.e2e.cluster;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something hostile that is done over and over until it is told to end.
 *
 * @param name for what is printed
 */
record Attack(String name, Deed deed) {
    /** One blow; what came of it in a few words, such as a status. */
    interface Deed {
        String strike() throws Exception;
    }

    /** Attacks that go on. */
    static final class Running implements AutoCloseable {
        private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
        private final Thread thread;
        private volatile boolean ended;

        private Running(Attack attack) {
            thread = Thread.ofVirtual().name(attack.name()).start(() -> {
                while (!ended) {
                    outcomes.computeIfAbsent(outcome(attack), _ -> new AtomicInteger())
                            .incrementAndGet();
                }
            });
        }

        private static String outcome(Attack attack) {
            try {
                return attack.deed().strike();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "ended";
            } catch (Exception e) {
                return e.getClass().getSimpleName();
            }
        }

        /** How often which outcome. */
        Map<String, AtomicInteger> outcomes() {
            return new TreeMap<>(outcomes);
        }

        /** Lets the last blow end. */
        @Override
        public void close() throws InterruptedException {
            ended = true;
            thread.interrupt();
            thread.join();
        }
    }

    Running start() {
        return new Running(this);
    }
}

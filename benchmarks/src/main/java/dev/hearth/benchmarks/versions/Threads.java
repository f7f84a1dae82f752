package dev.hearth.benchmarks.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work in many threads. */
final class Threads {
    private Threads() {}

    interface Work {
        void in(int thread) throws Exception;
    }

    /** Returns when all are done; fails when one does. */
    static void run(int count, Work work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < count; thread++) {
                int number = thread;
                running.add(threads.submit(() -> {
                    work.in(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}

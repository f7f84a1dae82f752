package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Lambda;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;

/**
 * Callers who invoke a function over and over, each waiting for its answer before it asks again. Who is throttled tries again
 * after a moment, as AWS's clients do. An answer that is not as promised is a failure and is kept.
 */
final class Callers implements AutoCloseable {
    private static final int THROTTLED = 429;
    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 2_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final Collection<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger left;

    private Callers(int limit) {
        left = new AtomicInteger(limit);
    }

    /**
     * Starts them.
     *
     * @param limit of invocations; they end after it
     * @param before what is known before an invocation, e.g. which version serves by now
     * @param promised whether an answer is right, given that
     */
    static Callers start(
            int count,
            int limit,
            Lambda lambda,
            String function,
            String payload,
            IntSupplier before,
            BiPredicate<Integer, Lambda.Answer> promised) {
        Callers callers = new Callers(limit);
        for (int i = 0; i < count; i++) {
            callers.running.add(
                    callers.threads.submit(() -> callers.call(lambda, function, payload, before, promised)));
        }
        return callers;
    }

    /** Any result is right. */
    static Callers start(int count, int limit, Lambda lambda, String function, String payload) {
        return start(count, limit, lambda, function, payload, () -> 0, (before, answer) -> answer.isResult());
    }

    private void call(
            Lambda lambda,
            String function,
            String payload,
            IntSupplier before,
            BiPredicate<Integer, Lambda.Answer> promised) {
        while (left.getAndDecrement() > 0) {
            int known = before.getAsInt();
            try {
                Lambda.Answer answer = untilNotThrottled(lambda, function, payload);
                if (!promised.test(known, answer)) {
                    failures.add(known + " " + answer);
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            answered.incrementAndGet();
        }
    }

    private Lambda.Answer untilNotThrottled(Lambda lambda, String function, String payload)
            throws IOException, InterruptedException {
        Lambda.Answer answer = lambda.invoke(function, payload);
        int pause = SHORTEST_MILLIS;
        while (answer.status() == THROTTLED) {
            throttled.incrementAndGet();
            Thread.sleep(ThreadLocalRandom.current().nextInt(pause));
            pause = Math.min(2 * pause, LONGEST_MILLIS);
            answer = lambda.invoke(function, payload);
        }
        return answer;
    }

    /** How many answers were to come again later. */
    int throttled() {
        return throttled.get();
    }

    /** How many answers, right or wrong, there are so far. */
    int answered() {
        return answered.get();
    }

    /** What was not as promised. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets running invocations end and starts no more. */
    void stop() throws Exception {
        left.set(0);
        finish();
    }

    /** Waits for the last of them. */
    void finish() throws Exception {
        for (Future<?> each : running) {
            each.get();
        }
    }

    @Override
    public void close() {
        left.set(0);
        threads.close();
    }
}

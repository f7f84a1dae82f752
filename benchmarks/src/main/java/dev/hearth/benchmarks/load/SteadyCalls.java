package dev.hearth.benchmarks.load;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Calls at a steady rate, however long answers take, and keeps of each when it was sent and what came of it. */
public final class SteadyCalls {
    private static final String VERSION = "X-Amz-Executed-Version";

    private final Supplier<HttpResponse<String>> call;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended;
    private volatile boolean over;

    /**
     * One answer.
     *
     * @param sentNanos when its request was sent
     * @param version that ran; empty: none did
     */
    public record Answer(long sentNanos, int status, String version) {}

    private SteadyCalls(int threads, Supplier<HttpResponse<String>> call) {
        this.call = call;
        ended = new CountDownLatch(threads);
    }

    /**
     * Starts to call.
     *
     * @param threads each of which waits for its answer before it calls again: so many calls can be on their way
     */
    public static SteadyCalls start(int perSecond, int threads, Supplier<HttpResponse<String>> call) {
        SteadyCalls calls = new SteadyCalls(threads, call);
        long interval = Duration.ofSeconds(1).toNanos() * threads / perSecond;
        long start = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            long first = start + interval * thread / threads;
            Thread.ofPlatform().daemon().start(() -> calls.run(first, interval));
        }
        return calls;
    }

    private void run(long first, long interval) {
        for (long next = first; !over; next += interval) {
            for (long wait = next - System.nanoTime(); wait > 0 && !over; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            answers.add(called());
        }
        ended.countDown();
    }

    private Answer called() {
        long sent = System.nanoTime();
        try {
            HttpResponse<String> response = call.get();
            return new Answer(
                    sent,
                    response.statusCode(),
                    response.headers().firstValue(VERSION).orElse(""));
        } catch (RuntimeException e) {
            return new Answer(sent, 0, "");
        }
    }

    /** Sends no more, waits for the last answer and gives all of them. */
    public List<Answer> end() throws InterruptedException {
        over = true;
        ended.await();
        return List.copyOf(answers);
    }
}

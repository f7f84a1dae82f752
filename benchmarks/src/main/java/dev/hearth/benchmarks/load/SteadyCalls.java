package dev.hearth.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Calls at a steady rate, however long answers take, and keeps of each when it was sent and what came of it. */
public final class SteadyCalls {
    private static final String VERSION = "X-Amz-Executed-Version";

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray behind;
    private final CountDownLatch ended;
    private volatile boolean over;

    /**
     * One answer.
     *
     * @param sentNanos when its request was sent
     * @param latencyNanos from when it should have been sent to the end of its answer
     * @param status 0: the connection broke
     * @param version that ran; empty: none did
     */
    public record Answer(long sentNanos, long latencyNanos, int status, String version) {}

    private SteadyCalls(int threads) {
        ended = new CountDownLatch(threads);
        behind = new AtomicLongArray(threads);
    }

    /**
     * Starts to call.
     *
     * @param threads each of which waits for its answer before it calls again: so many calls can be on their way
     * @param connection a new one for each thread
     */
    public static SteadyCalls start(int perSecond, int threads, Supplier<KeptConnection> connection) {
        SteadyCalls calls = new SteadyCalls(threads);
        long interval = Duration.ofSeconds(1).toNanos() * threads / perSecond;
        long start = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            long first = start + interval * thread / threads;
            KeptConnection own = connection.get();
            int number = thread;
            Thread.ofPlatform().daemon().start(() -> calls.run(number, own, first, interval));
        }
        return calls;
    }

    private void run(int thread, KeptConnection connection, long first, long interval) {
        for (long next = first; !over; next += interval) {
            behind.set(thread, System.nanoTime() - next);
            for (long wait = next - System.nanoTime(); wait > 0 && !over; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            answers.add(called(connection, next));
        }
        close(connection);
        ended.countDown();
    }

    private static Answer called(KeptConnection connection, long due) {
        long sent = System.nanoTime();
        try {
            ResponseReader response = connection.call();
            return new Answer(
                    sent,
                    System.nanoTime() - due,
                    response.status(),
                    response.header(VERSION).orElse(""));
        } catch (IOException e) {
            return new Answer(sent, System.nanoTime() - due, 0, "");
        }
    }

    private static void close(KeptConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // nothing more is sent on it
        }
    }

    /** How much later than they should have been the last requests were sent: the answers take longer than the rate allows. */
    public Duration behind() {
        return Duration.ofNanos(
                IntStream.range(0, behind.length()).mapToLong(behind::get).max().orElse(0));
    }

    /** Sends no more, waits for the last answer and gives all of them. */
    public List<Answer> end() throws InterruptedException {
        over = true;
        ended.await();
        return List.copyOf(answers);
    }
}

package dev.hearth.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Runs one closed-loop {@link Load} on the calling thread: each caller sends its next request as soon as it has the
 * answer to the last. One thread with one selector serves all callers, so that the generator takes as little of a small
 * machine as it can; the same generator measures every peer. Requests still in flight at the end are waited for.
 */
public final class LoadGenerator {
    /** How long answers are waited for after the last request was sent; what is still missing then is an error. */
    private static final Duration DRAIN = Duration.ofSeconds(30);
    /** A caller whose connection broke tries again after this, so that a dead peer is not hammered. */
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(20);

    private static final long JITTER_SEED = 1;

    private final Target target;
    private final Load load;
    private final byte[] request;
    private final Selector selector;
    private final Tally tally = new Tally();
    private final Set<Caller> callers = new HashSet<>();
    /** Callers that were refused, first the one that goes on first. */
    private final Queue<Caller> paused = new PriorityQueue<>(Comparator.comparingLong(Caller::resumeAt));
    /** Times at which a caller connects, for the first time or because its connection broke. */
    private final Queue<Long> connects = new PriorityQueue<>();

    private final SplittableRandom jitter = new SplittableRandom(JITTER_SEED);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
    private long end;

    private LoadGenerator(Target target, Load load, Selector selector) {
        this.target = target;
        this.load = load;
        this.request = target.request(load.body());
        this.selector = selector;
    }

    public static Measurement run(Target target, Load load) {
        try (Selector selector = Selector.open()) {
            LoadGenerator generator = new LoadGenerator(target, load, selector);
            try {
                return generator.run();
            } finally {
                generator.callers.forEach(Caller::close);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("load on port " + target.port() + " failed", e);
        }
    }

    private Measurement run() throws IOException {
        long start = System.nanoTime();
        end = start + load.duration().toNanos();
        for (int i = 0; i < load.callers(); i++) {
            connects.add(start + i * load.arrivals().toNanos());
        }
        goOn();
        while (System.nanoTime() < end) {
            selector.select(this::ready, millisToNextTimer());
            goOn();
        }
        drain(end + DRAIN.toNanos());
        return tally.end(Duration.ofNanos(System.nanoTime() - start));
    }

    private void drain(long deadline) throws IOException {
        while (System.nanoTime() < deadline && callers.stream().anyMatch(Caller::waiting)) {
            selector.select(this::ready, 10);
        }
        callers.stream().filter(Caller::waiting).forEach(caller -> tally.transportError());
    }

    private void ready(SelectionKey key) {
        Caller caller = (Caller) key.attachment();
        try {
            if (caller.receive(scratch)) {
                answered(caller);
            }
        } catch (IOException e) {
            broken(caller);
        }
    }

    private void answered(Caller caller) throws IOException {
        long now = System.nanoTime();
        boolean refused = tally.answer(caller.response(), now - caller.sentAt());
        if (caller.mustReconnect()) {
            drop(caller);
            connects.add(now);
        } else if (now < end && refused && load.refusalPause().isPositive()) {
            caller.pauseUntil(now + pause());
            paused.add(caller);
        } else if (now < end) {
            caller.send();
        }
    }

    /** Half to one and a half times the load's pause, in ns: refused callers do not come back all at once. */
    private long pause() {
        long mean = load.refusalPause().toNanos();
        return mean / 2 + jitter.nextLong(mean);
    }

    private void broken(Caller caller) {
        if (caller.waiting()) {
            tally.transportError();
        }
        drop(caller);
        connects.add(System.nanoTime() + RECONNECT_PAUSE.toNanos());
    }

    private void drop(Caller caller) {
        caller.close();
        callers.remove(caller);
        paused.remove(caller);
    }

    private void goOn() {
        long now = System.nanoTime();
        while (!connects.isEmpty() && connects.element() <= now) {
            connects.remove();
            connect();
        }
        while (!paused.isEmpty() && paused.element().resumeAt() <= now) {
            send(paused.remove());
        }
    }

    private void connect() {
        try {
            Caller caller = new Caller(target, request, selector);
            callers.add(caller);
            send(caller);
        } catch (IOException e) {
            tally.transportError();
            connects.add(System.nanoTime() + RECONNECT_PAUSE.toNanos());
        }
    }

    private void send(Caller caller) {
        try {
            caller.send();
        } catch (IOException e) {
            broken(caller);
        }
    }

    private long millisToNextTimer() {
        long next = end;
        if (!paused.isEmpty()) {
            next = Math.min(next, paused.element().resumeAt());
        }
        if (!connects.isEmpty()) {
            next = Math.min(next, connects.element());
        }
        return Math.max(1, (next - System.nanoTime()) / 1_000_000);
    }
}

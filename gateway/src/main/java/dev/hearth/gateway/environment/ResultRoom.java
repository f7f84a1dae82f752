package dev.hearth.gateway.environment;

import dev.hearth.gateway.memory.Holding;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Room for a result in its caller's share of memory. While there is none the environment is not read and so waits, which is
 * not counted as its function's time; after a while the result is dropped. Confined to the connection's loop.
 *
 * <pre>
 *   TAKEN ◄──► AWAITED ──► LOST          and from each, when nobody waits for the result: UNWANTED
 * </pre>
 */
final class ResultRoom {
    private static final long RETRY_MILLIS = 20;

    private enum State {
        TAKEN,
        AWAITED,
        LOST,
        UNWANTED
    }

    private final EventExecutor loop;
    private final Duration patience;
    private final Consumer<Boolean> read;
    private final Runnable retry;
    private Optional<Holding> holding = Optional.empty();
    private State state = State.UNWANTED;
    private long lostAtNanos;

    /**
     * Room of one connection, for one result after the other.
     *
     * @param patience how long a result may wait
     * @param read reads the connection on, or stops that
     * @param retry asks again for what was refused
     */
    ResultRoom(EventExecutor loop, Duration patience, Consumer<Boolean> read, Runnable retry) {
        this.loop = loop;
        this.patience = patience;
        this.read = read;
        this.retry = retry;
    }

    /** The next result comes; nothing changes while room for its beginning is awaited. */
    void begin(Optional<Holding> wanted) {
        if (state != State.AWAITED) {
            holding = wanted;
            state = wanted.isPresent() ? State.TAKEN : State.UNWANTED;
        }
    }

    /** Takes room for what has come; false: there is none yet. What {@link #isDropped} needs none. */
    boolean take(long bytes) {
        if (isDropped() || holding.isEmpty()) {
            return true;
        }
        Holding wanted = holding.get();
        if (wanted.grow(bytes).isGranted()) {
            goOn(State.TAKEN);
        } else if (wanted.isClosed()) {
            goOn(State.UNWANTED);
        } else if (state == State.AWAITED && System.nanoTime() - lostAtNanos >= 0) {
            goOn(State.LOST);
        } else {
            await(wanted);
        }
        return state != State.AWAITED;
    }

    private void goOn(State next) {
        if (state == State.AWAITED) {
            read.accept(true);
        }
        state = next;
    }

    private void await(Holding wanted) {
        if (state != State.AWAITED) {
            state = State.AWAITED;
            lostAtNanos = System.nanoTime() + patience.toNanos();
            wanted.setAwaited(true);
            loop.schedule(() -> wanted.setAwaited(false), 2 * patience.toMillis(), TimeUnit.MILLISECONDS);
            read.accept(false);
        }
        loop.schedule(retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether the rest of the result is read only to be thrown away. */
    boolean isDropped() {
        return state == State.LOST || state == State.UNWANTED;
    }

    /** Whether somebody waits for the result in vain: there was no room. */
    boolean isLost() {
        return state == State.LOST;
    }

    /** A result has come in part: it is let go when nobody waits for it any more. */
    void whenUnwanted(Runnable drop) {
        holding.ifPresent(wanted -> wanted.onClose(() -> loop.execute(() -> {
            if (holding.filter(wanted::equals).isPresent()) {
                state = State.UNWANTED;
                drop.run();
            }
        })));
    }

    /** The result has come as a whole. */
    void end() {
        holding.ifPresent(Holding::onCloseNothing);
        holding = Optional.empty();
        state = State.UNWANTED;
    }
}

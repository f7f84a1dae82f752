package dev.hearth.gateway.memory;

import java.util.Optional;

/** What is held for one thing, as a request's body: grows, shrinks, and is given back once, however often that is asked for. Thread-safe. */
public final class Holding implements AutoCloseable {
    private final Purpose purpose;
    private Share share;
    private long held;
    private boolean closed;
    private volatile boolean awaited;
    private Optional<Runnable> onClose = Optional.empty();

    /** Holds nothing yet. */
    public Holding(Share share, Purpose purpose) {
        this.share = share;
        this.purpose = purpose;
    }

    /** Of a budget without bounds. */
    public static Holding unbounded() {
        return new Holding(new SharedBudget(Long.MAX_VALUE / 4, 0, 0).share(""), Purpose.FINISH);
    }

    /** Takes so much more, or nothing; what is closed takes nothing more. */
    public synchronized Grant grow(long more) {
        if (closed) {
            return Grant.FULL;
        }
        Grant grant = share.reserve(more, purpose);
        if (grant.isGranted()) {
            held += more;
        }
        return grant;
    }

    /** Gives a part of it back. */
    public synchronized void shrink(long less) {
        long given = Math.min(less, held);
        held -= given;
        share.release(given);
    }

    /** Lets somebody else be the holder of all of it, perhaps of another budget; if that is refused, nothing changes. */
    public synchronized Grant moveTo(Share other) {
        Grant grant = other.reserve(held, purpose);
        if (grant.isGranted()) {
            share.release(held);
            share = other;
        }
        return grant;
    }

    /** What is held now. */
    public synchronized long held() {
        return held;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Whether somebody waits for room in it, so that what takes time is not his doing. */
    public boolean isAwaited() {
        return awaited;
    }

    public void setAwaited(boolean now) {
        awaited = now;
    }

    /** Lets go of what is held, on any thread, when this is closed; at once if it is. The last one counts. */
    public void onClose(Runnable task) {
        if (!remember(Optional.of(task))) {
            task.run();
        }
    }

    /** There is nothing to let go of any more. */
    public void onCloseNothing() {
        remember(Optional.empty());
    }

    private synchronized boolean remember(Optional<Runnable> task) {
        onClose = task;
        return !closed;
    }

    /** Gives everything back. */
    @Override
    public void close() {
        giveBack().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> giveBack() {
        Optional<Runnable> task = closed ? Optional.empty() : onClose;
        closed = true;
        shrink(held);
        return task;
    }
}

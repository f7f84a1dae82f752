package dev.hearth.gateway.memory;

/** What is held for one thing, as a request's body: grows, shrinks, and is given back once, however often that is asked for. Thread-safe. */
public final class Holding implements AutoCloseable {
    private final Purpose purpose;
    private Share share;
    private long held;
    private boolean closed;

    /** Holds nothing yet. */
    public Holding(Share share, Purpose purpose) {
        this.share = share;
        this.purpose = purpose;
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

    /** Gives everything back. */
    @Override
    public synchronized void close() {
        closed = true;
        shrink(held);
    }
}

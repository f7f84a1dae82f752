package dev.hearth.gateway.async;

/**
 * How many events of a function are tried at the same time. What it may use is nowhere to be read, since others use it too; so it is
 * found out as TCP finds out the width of a path: fast up to where the last refusal was, slowly beyond it, and back to what runs with
 * every refusal. Guarded by its line.
 */
final class Window {
    private static final int FIRST = 16;

    private final int most;
    private int size = FIRST;
    private int slowFrom = Integer.MAX_VALUE;
    private int ranSince;
    private int taken;

    /** @param most that it ever grows to */
    Window(int most) {
        this.most = most;
    }

    boolean hasRoom() {
        return taken < size;
    }

    void take() {
        taken++;
    }

    /** One has run. */
    void ran() {
        boolean wasFull = taken >= size;
        taken--;
        ranSince++;
        if (wasFull && size < most && (size < slowFrom || ranSince >= size)) {
            size++;
            ranSince = 0;
        }
    }

    /** One was refused: as many as run have room. */
    void refused() {
        taken--;
        slowFrom = Math.max(2, size / 2);
        size = Math.max(1, taken);
        ranSince = 0;
    }

    /** One could not be tried, which says nothing about room. */
    void skipped() {
        taken--;
    }

    int taken() {
        return taken;
    }
}

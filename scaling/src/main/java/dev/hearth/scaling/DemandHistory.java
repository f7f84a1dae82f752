package dev.hearth.scaling;

import java.time.Duration;
import java.util.Arrays;

/**
 * The peak demand of a sliding window, in a fixed number of time slots: the window is exact to one slot, never shorter.
 *
 * <p>Not thread-safe. Observing costs O(1) and allocates nothing.
 */
public final class DemandHistory {
    private static final int SLOTS = 64;

    private final long slotNanos;
    private final int[] peaks = new int[SLOTS + 2];
    private long newestSlot;
    private boolean empty = true;

    /** @param window how long a demand is remembered; at least a slot of 1 ms */
    public DemandHistory(Duration window) {
        this.slotNanos = Math.max(1_000_000, Math.ceilDiv(window.toNanos(), SLOTS));
    }

    /**
     * Notes a demand.
     *
     * @param nowNanos monotonic time, never less than in the call before
     */
    public void observe(long nowNanos, int demand) {
        advance(nowNanos);
        int slot = index(newestSlot);
        peaks[slot] = Math.max(peaks[slot], demand);
    }

    /** The highest demand noted within the window before now. */
    public int peak(long nowNanos) {
        advance(nowNanos);
        int peak = 0;
        for (int demand : peaks) {
            peak = Math.max(peak, demand);
        }
        return peak;
    }

    private void advance(long nowNanos) {
        long slot = Math.floorDiv(nowNanos, slotNanos);
        if (empty || slot - newestSlot >= peaks.length) {
            Arrays.fill(peaks, 0);
            newestSlot = slot;
            empty = false;
        }
        while (newestSlot < slot) {
            newestSlot++;
            peaks[index(newestSlot)] = 0;
        }
    }

    private int index(long slot) {
        return (int) Math.floorMod(slot, (long) peaks.length);
    }
}

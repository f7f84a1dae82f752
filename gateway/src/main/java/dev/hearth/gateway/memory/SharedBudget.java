package dev.hearth.gateway.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Budget of bytes, or of anything else that is counted, for all holders together. Thread-safe and without locks.
 *
 * <p>Shares are dynamic thresholds (Choudhury and Hahne, 1998): a holder may have at most as much as is free. So one holder
 * alone gets at most a half, two get a third each, and whoever comes next finds room, without anybody being configured and
 * without a quota that lies unused. Up to the floor a holder is served as long as there is room at all.
 */
public final class SharedBudget {
    /** So many new holders, and those that hold nothing are forgotten. */
    private static final int FORGET_EVERY = 4_096;

    private final long total;
    private final long beginLimit;
    private final long floor;
    private final AtomicLong held = new AtomicLong();
    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private final AtomicInteger newShares = new AtomicInteger();
    private final LongAdder overShare = new LongAdder();
    private final LongAdder full = new LongAdder();

    /**
     * A budget for work that begins and work that ends.
     *
     * @param total what all may hold together
     * @param keptToFinish the part of it that {@link Purpose#BEGIN} does not get
     * @param floor what a holder may have as long as the budget has room, e.g. the largest message
     */
    public SharedBudget(long total, long keptToFinish, long floor) {
        if (total < 1 || floor < 0 || keptToFinish < 0 || keptToFinish >= total) {
            throw new IllegalArgumentException("a budget of " + total + ", of it " + keptToFinish
                    + " to finish, with a floor of " + floor + "; use a positive total above what is kept");
        }
        this.total = total;
        this.beginLimit = total - keptToFinish;
        this.floor = floor;
    }

    /** The share of a holder, e.g. an account; the same one as long as it holds anything. */
    public Share share(String holder) {
        Share known = shares.get(holder);
        return known == null ? newShare(holder) : known;
    }

    private Share newShare(String holder) {
        if (newShares.incrementAndGet() % FORGET_EVERY == 0) {
            shares.values().removeIf(share -> share.held() == 0);
        }
        return shares.computeIfAbsent(holder, _ -> new Share(this));
    }

    /** What all may hold together. */
    public long total() {
        return total;
    }

    /** What all hold now. */
    public long held() {
        return held.get();
    }

    /** How often a holder was refused because it had its share. */
    public long refusedOverShare() {
        return overShare.sum();
    }

    /** How often somebody was refused because there was no room. */
    public long refusedFull() {
        return full.sum();
    }

    /** Holders that are known. */
    int holders() {
        return shares.size();
    }

    long limit(Purpose purpose) {
        return purpose == Purpose.BEGIN ? beginLimit : total;
    }

    boolean isOverShare(long own, long more, long limit) {
        return own + more > floor && own + more > limit - held.get() - more;
    }

    /** Adds to what all hold, exactly: never above the limit, not for a moment either. */
    boolean add(long more, long limit) {
        for (long now = held.get(); now + more <= limit; now = held.get()) {
            if (held.compareAndSet(now, now + more)) {
                return true;
            }
        }
        return false;
    }

    void subtract(long less) {
        held.addAndGet(-less);
    }

    Grant refuse(Grant why) {
        (why == Grant.FULL ? full : overShare).increment();
        return why;
    }
}

package dev.hearth.runtime.metrics;

/** What this process has done so far: plain numbers, written by one thread, so that counting costs nothing. */
public final class InvocationCounts {
    private volatile double initMillis;
    private volatile long invocations;
    private volatile long errors;
    private volatile double totalMillis;
    private volatile double longestMillis;

    /** The init has ended. */
    public void initTook(double millis) {
        initMillis = millis;
    }

    /** An invocation has ended. Called by one thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void ended(double millis, boolean failed) {
        invocations++;
        if (failed) {
            errors++;
        }
        totalMillis += millis;
        longestMillis = Math.max(longestMillis, millis);
    }

    public double initMillis() {
        return initMillis;
    }

    long invocations() {
        return invocations;
    }

    long errors() {
        return errors;
    }

    double totalMillis() {
        return totalMillis;
    }

    double longestMillis() {
        return longestMillis;
    }
}

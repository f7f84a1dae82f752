package dev.hearth.scaling;

/**
 * How many environments a revision should have. Up at once, down only when the peak has left the keep-alive window; how
 * fast up is another question, which {@link ScalingRate} answers.
 */
public final class Scaler {
    private Scaler() {}

    /** The environments wanted at {@code now} (ns, on the clock of the history), those that start counted. */
    public static int wanted(long now, DemandHistory history, ScalingPolicy policy) {
        int needed = Math.max(policy.provisioned(), history.peak(now));
        return Math.min(needed, policy.cap());
    }
}

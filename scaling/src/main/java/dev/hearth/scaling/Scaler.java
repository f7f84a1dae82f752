package dev.hearth.scaling;

/** How many environments a revision should have. */
public final class Scaler {
    private Scaler() {}

    /**
     * {@code min(max(provisioned, peak demand over the keep-alive window), maximum)}.
     *
     * @param peakDemand most invocations that ran or waited at one moment of the window
     */
    public static int wanted(ScalingPolicy policy, int peakDemand) {
        int wanted = Math.max(policy.provisioned(), peakDemand);
        return Math.min(wanted, policy.maximum().orElse(Integer.MAX_VALUE));
    }
}

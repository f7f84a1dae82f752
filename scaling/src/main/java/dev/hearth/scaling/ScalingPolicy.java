package dev.hearth.scaling;

import java.util.OptionalInt;

/**
 * The bounds between which a revision's environments are scaled. All are numbers of environments, zero or more. Bounds
 * may contradict each other while a configuration changes; then the lowest cap wins.
 *
 * @param provisioned kept initialised without any demand
 * @param maximum never exceeded for one revision, whatever its demand
 * @param reserved reserved concurrency of the function; empty: it shares the account's unreserved pool; 0 blocks it
 * @param accountLimit concurrency limit of the function's account
 */
public record ScalingPolicy(int provisioned, int maximum, OptionalInt reserved, int accountLimit) {
    public ScalingPolicy {
        requireZeroOrMore("provisioned", provisioned);
        requireZeroOrMore("maximum", maximum);
        requireZeroOrMore("reserved", reserved.orElse(0));
        requireZeroOrMore("accountLimit", accountLimit);
    }

    /** The most environments this policy allows. */
    public int cap() {
        return Math.min(Math.min(maximum, accountLimit), reserved.orElse(Integer.MAX_VALUE));
    }

    private static void requireZeroOrMore(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative but is " + value);
        }
    }
}

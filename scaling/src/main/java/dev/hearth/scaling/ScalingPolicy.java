package dev.hearth.scaling;

import java.util.OptionalInt;

/**
 * What bounds the number of environments of a revision.
 *
 * @param provisioned environments kept initialised whatever the demand
 * @param maximum the smallest of reserved concurrency, configured maximum and account limit; empty: no bound
 */
public record ScalingPolicy(int provisioned, OptionalInt maximum) {
    public ScalingPolicy {
        if (provisioned < 0) {
            throw new IllegalArgumentException("provisioned must be at least 0, not " + provisioned);
        }
    }
}

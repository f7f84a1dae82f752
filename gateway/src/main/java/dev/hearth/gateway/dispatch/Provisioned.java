package dev.hearth.gateway.dispatch;

import java.time.Duration;
import java.util.Optional;

/**
 * How provisioned concurrency stands, in Lambda's words.
 *
 * @param allocated environments that are there, initialised or not
 * @param available environments that are initialised
 * @param failing whether inits fail so often that the function seems to be the reason
 */
public record Provisioned(int allocated, int available, boolean failing) {
    private static final Provisioned NONE = new Provisioned(0, 0, false);

    /** Lambda was seen to try so often before it says FAILED. */
    private static final int ATTEMPTS = 6;

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofMinutes(1);

    static Provisioned of(Optional<RevisionPool> pool) {
        return pool.map(RevisionPool::environments).map(Provisioned::of).orElse(NONE);
    }

    private static Provisioned of(Environments environments) {
        int available = environments.count(EnvironmentPhase.IDLE) + environments.count(EnvironmentPhase.BUSY);
        int others = environments.count(EnvironmentPhase.STARTING)
                + environments.count(EnvironmentPhase.HELD)
                + environments.count(EnvironmentPhase.INIT);
        boolean failing = environments.all().stream().anyMatch(each -> each.failedInits >= ATTEMPTS);
        return new Provisioned(available + others, available, failing);
    }

    /** How long after a failed init the next begins. */
    static long pauseNanos(int failedInits) {
        return (failedInits < ATTEMPTS ? SOON : LATER).toNanos();
    }
}

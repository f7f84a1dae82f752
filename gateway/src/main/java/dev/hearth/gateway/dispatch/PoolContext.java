package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.fleet.Fleet;
import dev.hearth.protocol.Assignment;
import dev.hearth.scaling.ScalingPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every pool shares: time, limits, the fleet and the words for refusals.
 *
 * @param settings limits and times
 * @param fleet starts and stops environments
 * @param waitingRoom bounds what waits over all pools
 * @param starts how fast functions may get more environments
 * @param accountLimit of the account of a revision: no pool wants more environments
 * @param metrics measures inits
 * @param clock monotonic nanoseconds
 */
record PoolContext(
        DispatchSettings settings,
        Fleet fleet,
        WaitingRoom waitingRoom,
        StartRates starts,
        ToIntFunction<Revision> accountLimit,
        DispatchMetrics metrics,
        LongSupplier clock) {
    private static final Logger LOG = LoggerFactory.getLogger(PoolContext.class);

    /** How long a timed-out caller waits for the end of what has run too long, and for its log's tail. */
    static final long OVERDUE_WAIT_NANOS = 200_000_000L;

    /** A process whose gateway does not answer ends itself within 11 s; see the runtime's connections. */
    static final long ORPHAN_LIFE_NANOS = 15_000_000_000L;

    long now() {
        return clock.getAsLong();
    }

    long recycleTime() {
        long age = settings.maxAge().toNanos();
        return now() + age - ThreadLocalRandom.current().nextLong(age / 10 + 1);
    }

    /** How long this revision's environments stay without demand. */
    Duration keepAlive(Revision revision) {
        return revision.bounds().keepAlive().orElse(settings.keepAlive());
    }

    /** A debugger has one process to look at, and its port is taken once. */
    ScalingPolicy policy(Revision revision) {
        Revision.Bounds bounds = revision.bounds();
        return new ScalingPolicy(
                bounds.minimum(),
                revision.isDebugged() ? 1 : bounds.maximum().orElse(Integer.MAX_VALUE),
                bounds.reserved(),
                accountLimit.applyAsInt(revision));
    }

    /** How long an init may take that no invocation waits for. */
    Duration initLimit(Revision revision) {
        return switch (revision.initialization()) {
            case ON_DEMAND -> settings.initLimit();
            case PROVISIONED -> longer(settings.provisionedInitLimit(), revision.timeout());
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    Assignment assignment(Environment environment, Duration initLimit) {
        return environment
                .revision()
                .assignment(environment.id, initLimit, !environment.wasAssignedBefore(), environment.takeNotice());
    }

    Answer waitingRoomFull() {
        return new Answer.Throttled(Answer.Reason.CallerRateLimitExceeded, Duration.ofSeconds(1));
    }

    /** Its function has grown as fast as it may. */
    Answer growingTooFast() {
        return new Answer.Throttled(Answer.Reason.ConcurrentInvocationLimitExceeded, Duration.ofSeconds(1));
    }

    /** @param waited by the invocation */
    Answer noEnvironment(Duration waited) {
        return new Answer.Unavailable(
                Answer.Cause.NO_ENVIRONMENT,
                "No execution environment could be had within " + waited.toSeconds()
                        + " seconds. Nothing ran; try again.");
    }

    Answer lost(String why) {
        return new Answer.Unavailable(Answer.Cause.ENVIRONMENT_LOST, "The invocation was lost: " + why + ".");
    }

    /** A fault of dispatch itself. */
    Answer broken(Throwable fault) {
        LOG.atError()
                .setMessage("dispatch failed; its invocation is answered with 500")
                .setCause(fault)
                .log();
        return lost("a fault of this gateway, see its log");
    }

    Answer notKept() {
        return new Answer.Unavailable(
                Answer.Cause.NOT_KEPT, "That the invocation begins could not be kept. Nothing ran; try again.");
    }

    Answer stopping() {
        return new Answer.Unavailable(Answer.Cause.STOPPING, "This gateway is stopping. Nothing ran; try again.");
    }

    void condemned(Environment environment, String why) {
        LOG.atWarn()
                .setMessage("environment condemned")
                .addKeyValue("function", environment.revision().function().name())
                .addKeyValue("environment", environment.id)
                .addKeyValue("why", why)
                .log();
    }
}

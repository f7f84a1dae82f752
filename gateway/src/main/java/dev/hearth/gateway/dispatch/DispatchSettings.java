package dev.hearth.gateway.dispatch;

import java.time.Duration;

/**
 * Limits and times of dispatch.
 *
 * @param keepAlive how long an environment stays without demand
 * @param initLimit how long a first init may take (Lambda: 10 s)
 * @param provisionedInitLimit the same for provisioned concurrency, unless the function's time-out is longer (Lambda: 130 s)
 * @param environmentWait how long an admitted invocation waits for an environment (30 s)
 * @param startingWait how long it waits while the fleet says that one is starting, slowly as many at once do (120 s)
 * @param pingAfter an invocation that runs longer is acknowledged on the control connection
 * @param silence how long a living environment may stay silent after it was asked
 * @param heartbeat how long a control request waits for a command
 * @param restart how long a process may take from its end to the attach of the next one
 * @param retirement how long a retired environment may take to be gone: its shutdown hooks, in a cluster its pod's end too
 * @param maxAge age at which an environment is recycled; each environment's own is up to a tenth less
 * @param waitingCount how many invocations may wait in all
 * @param waitingBytes how many bytes of payload may wait in all
 */
public record DispatchSettings(
        Duration keepAlive,
        Duration initLimit,
        Duration provisionedInitLimit,
        Duration environmentWait,
        Duration startingWait,
        Duration pingAfter,
        Duration silence,
        Duration heartbeat,
        Duration restart,
        Duration retirement,
        Duration maxAge,
        int waitingCount,
        long waitingBytes) {

    private static final long MIB = 1 << 20;

    /**
     * Hearth's defaults in a cluster, where a retired environment waits for its pod's end, and a pod that is entitled to little
     * of a node's time may wait for it for seconds.
     */
    public static DispatchSettings inCluster(Duration keepAlive) {
        DispatchSettings machine = defaults(keepAlive);
        return new DispatchSettings(
                keepAlive,
                machine.initLimit,
                machine.provisionedInitLimit,
                machine.environmentWait,
                machine.startingWait,
                machine.pingAfter,
                Duration.ofSeconds(10),
                machine.heartbeat,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                machine.maxAge,
                machine.waitingCount,
                machine.waitingBytes);
    }

    /** Hearth's defaults. */
    public static DispatchSettings defaults(Duration keepAlive) {
        return new DispatchSettings(
                keepAlive,
                Duration.ofSeconds(10),
                Duration.ofSeconds(130),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofMillis(250),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofHours(4),
                10_000,
                256 * MIB);
    }
}

package dev.hearth.operator.desired;

/**
 * What pods of every function have in common.
 *
 * @param image the runtime image
 * @param pullPolicy {@code IfNotPresent}, {@code Always} or {@code Never}
 * @param cpuRequestPercent how much of the processor time that Lambda gives for memorySize is reserved
 * @param gateway host and port that environments connect to
 * @param region in ARNs
 * @param tls whether they speak TLS with the gateway
 * @param gatewayNamespace where the gateway is
 */
public record Environments(
        String image,
        String pullPolicy,
        int cpuRequestPercent,
        String gateway,
        String region,
        boolean tls,
        String gatewayNamespace) {}

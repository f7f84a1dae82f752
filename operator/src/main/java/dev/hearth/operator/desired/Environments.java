package dev.hearth.operator.desired;

import java.util.List;

/**
 * What pods of every function have in common.
 *
 * @param image the runtime image
 * @param pullPolicy {@code IfNotPresent}, {@code Always} or {@code Never}
 * @param pullSecrets names of Secrets in each function's namespace, with credentials for the image's registry
 * @param cpuRequestPercent how much of the processor time that Lambda gives for memorySize is reserved
 * @param gateway host and port that environments connect to
 * @param region in ARNs
 * @param tls whether they speak TLS with the gateway
 * @param gatewayNamespace where the gateway is
 * @param pods labels and annotations that all have
 */
public record Environments(
        String image,
        String pullPolicy,
        List<String> pullSecrets,
        int cpuRequestPercent,
        String gateway,
        String region,
        boolean tls,
        String gatewayNamespace,
        PodMetadata pods) {
    public Environments {
        pullSecrets = List.copyOf(pullSecrets);
    }
}

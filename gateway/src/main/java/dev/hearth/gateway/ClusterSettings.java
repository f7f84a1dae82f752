package dev.hearth.gateway;

import dev.hearth.gateway.queue.jetstream.JetStreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster's gateway is run.
 *
 * @param invokePort of the Invoke API; ports of 0 are free ones
 * @param environmentPort that environments connect to
 * @param operatorPort that the operator asks
 * @param metricsPort of metrics and health, always plain HTTP
 * @param tls folder with {@code tls.crt} and {@code tls.key} for all ports but the last; empty: plain HTTP
 * @param open whether everyone who reaches the port may invoke everything
 * @param defaultNamespace whose functions bare names of callers without a namespace mean
 * @param accessKeysNamespace whose Secrets are the keys of callers who sign
 * @param accountConcurrency concurrent executions of each account, at least 1
 * @param totalConcurrency concurrent executions of all accounts, at least 1
 * @param keepAlive how long an environment may be idle before it is retired
 * @param cache folder for code packages
 * @param cacheBytes what they may take
 * @param codeHosts hosts that code may be read from; empty: all but those that are never asked
 * @param serviceAccount the gateway's own, {@code namespace/name}
 * @param operatorServiceAccount the operator's, {@code namespace/name}
 * @param events where accepted events are kept; empty: asynchronous invocations are not supported
 * @param eventRetryWait wait after an event's first error; Lambda: a minute
 */
public record ClusterSettings(
        int invokePort,
        int environmentPort,
        int operatorPort,
        int metricsPort,
        Optional<Path> tls,
        boolean open,
        String region,
        String defaultNamespace,
        String accessKeysNamespace,
        int accountConcurrency,
        int totalConcurrency,
        Duration keepAlive,
        Path cache,
        long cacheBytes,
        List<String> codeHosts,
        String serviceAccount,
        String operatorServiceAccount,
        Optional<JetStreamSettings> events,
        Duration eventRetryWait) {
    public ClusterSettings {
        codeHosts = List.copyOf(codeHosts);
    }
}

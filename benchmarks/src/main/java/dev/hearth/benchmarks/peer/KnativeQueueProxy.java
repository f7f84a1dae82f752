package dev.hearth.benchmarks.peer;

import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.process.Ports;
import dev.hearth.benchmarks.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Peer (b): Knative's queue-proxy in front of a function invoker, as in every Knative pod. It also listens on the fixed
 * ports 8022 and 9090, so only one can run at a time.
 */
public final class KnativeQueueProxy implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** After SIGTERM it waits half a minute for endpoints to forget it; here nothing has to. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final ServerProcess process;
    private final int port;
    private final int containerConcurrency;

    private KnativeQueueProxy(ServerProcess process, int port, int containerConcurrency) {
        this.process = process;
        this.port = port;
        this.containerConcurrency = containerConcurrency;
    }

    /** Starts a proxy before a running invoker; {@code containerConcurrency} 0 means no limit. */
    public static KnativeQueueProxy start(
            Installation installation, Path binary, DirectInvoker behind, int containerConcurrency) {
        int port = Ports.free();
        Path log = installation.log("queue-proxy-" + containerConcurrency);
        Map<String, String> environment = environment(port, behind.target().port(), containerConcurrency);
        ServerProcess process = ServerProcess.start(List.of(binary.toString()), environment, log, GRACE);
        process.awaitPort(port, START_LIMIT);
        return new KnativeQueueProxy(process, port, containerConcurrency);
    }

    private static Map<String, String> environment(int port, int userPort, int containerConcurrency) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CONTAINER_CONCURRENCY", Integer.toString(containerConcurrency),
                "QUEUE_SERVING_PORT", Integer.toString(port),
                "QUEUE_SERVING_TLS_PORT", Integer.toString(Ports.free()),
                "USER_PORT", Integer.toString(userPort),
                "REVISION_TIMEOUT_SECONDS", "60",
                "REVISION_RESPONSE_START_TIMEOUT_SECONDS", "0",
                "REVISION_IDLE_TIMEOUT_SECONDS", "0",
                "SERVING_LOGGING_CONFIG", "",
                "SERVING_LOGGING_LEVEL", "",
                "OBSERVABILITY_CONFIG", "{}"));
        environment.putAll(Map.of(
                "SERVING_NAMESPACE", "benchmarks",
                "SERVING_SERVICE", "benchmark",
                "SERVING_CONFIGURATION", "benchmark",
                "SERVING_REVISION", "benchmark-00001",
                "SERVING_POD", "benchmark-00001-pod",
                "SERVING_POD_IP", "127.0.0.1",
                "SERVING_READINESS_PROBE",
                        "{\"tcpSocket\":{\"port\":" + userPort + ",\"host\":\"127.0.0.1\"},\"successThreshold\":1}"));
        return environment;
    }

    @Override
    public String name() {
        return name(containerConcurrency);
    }

    /** The name of a proxy with this limit, started or not. */
    public static String name(int containerConcurrency) {
        return "(b) Knative queue-proxy, containerConcurrency " + containerConcurrency;
    }

    @Override
    public Target target() {
        return new Target(port, "/");
    }

    @Override
    public Optional<Long> proxyPid() {
        return Optional.of(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}

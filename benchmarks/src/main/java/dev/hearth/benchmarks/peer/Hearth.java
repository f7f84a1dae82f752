package dev.hearth.benchmarks.peer;

import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.process.Listener;
import dev.hearth.benchmarks.process.Ports;
import dev.hearth.benchmarks.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Peer (c): {@code ./hearth up} on the folder of benchmark functions, or a Hearth that already runs; or peer (d), another checkout's
 * on the same folder.
 */
public final class Hearth implements Peer {
    /** The first start may build Hearth. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final String THIS = "(c) Hearth";
    private static final String BEFORE = "(d) Hearth, before";

    private final String name;
    private final Optional<ServerProcess> process;
    private final int port;
    private final Function function;
    private final long gateway;
    private final Set<Long> notEnvironments;

    private Hearth(String name, Optional<ServerProcess> process, int port, Function function) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.function = function;
        this.gateway = Listener.on(port)
                .orElseThrow(() -> new IllegalStateException("no process of this user listens on port " + port));
        this.notEnvironments = descendants().collect(Collectors.toSet());
    }

    /** @param keepAlive how long an idle environment is kept; empty means Hearth's default */
    public static Hearth start(
            Installation installation, Path script, Function function, Optional<Duration> keepAlive) {
        return start(THIS, installation, script, function, keepAlive);
    }

    /** @param checkout folder of another Hearth, which may build itself first */
    public static Hearth before(Installation installation, Path checkout, Function function) {
        return start(BEFORE, installation, checkout.resolve("hearth"), function, Optional.empty());
    }

    private static Hearth start(
            String name, Installation installation, Path script, Function function, Optional<Duration> keepAlive) {
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                script.toString(),
                "up",
                installation.functions().toString(),
                "--port",
                Integer.toString(port),
                "--account-concurrency",
                "1000"));
        keepAlive.ifPresent(time -> command.addAll(List.of("--keep-alive", time.toSeconds() + "s")));
        ServerProcess process = ServerProcess.start(
                command, Map.of(), installation.log(name.substring(1, 2) + "-hearth-" + function.id()));
        process.awaitPort(port, START_LIMIT);
        return new Hearth(name, Optional.of(process), port, function);
    }

    /** A Hearth that already serves the benchmark functions on loopback; it is not ended with the run. */
    public static Hearth at(URI url, Function function) {
        return new Hearth(THIS, Optional.empty(), url.getPort(), function);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Target target() {
        return new Target(port, "/2015-03-31/functions/" + function.id() + "/invocations");
    }

    /** The gateway: the process that listens, whatever the start script did. */
    @Override
    public Optional<Long> proxyPid() {
        return Optional.of(gateway);
    }

    /** Processes below the gateway that were not there before the first invocation: launchers and JVMs. */
    public List<Long> environmentProcesses() {
        return descendants().filter(pid -> !notEnvironments.contains(pid)).toList();
    }

    private Stream<Long> descendants() {
        return ProcessHandle.of(gateway).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
    }

    @Override
    public void close() {
        process.ifPresent(ServerProcess::close);
    }
}

package dev.hearth.benchmarks.peer;

import dev.hearth.benchmarks.direct.LambdaHandlerFunction;
import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.process.Ports;
import dev.hearth.benchmarks.process.ServerProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peer (a): Google's java-function-invoker with default JVM flags, called directly. */
public final class DirectInvoker implements Peer {
    /** By name, not by class: the Functions Framework is on the invoker's class path, not on this program's. */
    private static final String ADAPTER = "dev.hearth.benchmarks.direct.LambdaHandlerFunction";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ServerProcess process;
    private final int port;

    private DirectInvoker(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static DirectInvoker start(Installation installation, Function function) {
        int port = Ports.free();
        String classPath = String.join(
                File.pathSeparator,
                installation.classes().toString(),
                installation.jar(function).toString(),
                installation.libraries() + File.separator + "*");
        Path log = installation.log("invoker-" + function.id());
        ServerProcess process = ServerProcess.start(
                List.of(
                        installation.java().toString(),
                        "-jar",
                        installation.invoker().toString(),
                        "--port",
                        Integer.toString(port),
                        "--target",
                        ADAPTER,
                        "--classpath",
                        classPath),
                Map.of(LambdaHandlerFunction.HANDLER, function.handlerClass()),
                log);
        process.awaitPort(port, START_LIMIT);
        return new DirectInvoker(process, port);
    }

    @Override
    public String name() {
        return "(a) function invoker, direct";
    }

    @Override
    public Target target() {
        return new Target(port, "/");
    }

    @Override
    public Optional<Long> proxyPid() {
        return Optional.empty();
    }

    @Override
    public void close() {
        process.close();
    }
}

package dev.hearth.benchmarks.peer;

import dev.hearth.benchmarks.direct.BareJvm;
import dev.hearth.benchmarks.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Idle JVMs with small-machine flags, with a handler in them or without. */
public final class BareJvms implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final List<ServerProcess> processes = new ArrayList<>();

    private BareJvms() {}

    public static BareJvms start(Installation installation, Optional<Function> function, int count) {
        BareJvms jvms = new BareJvms();
        try {
            for (int i = 0; i < count; i++) {
                jvms.processes.add(ServerProcess.start(
                        command(installation, function), Map.of(), installation.log("bare-jvm-" + i)));
            }
            jvms.processes.forEach(BareJvms::awaitReady);
            return jvms;
        } catch (RuntimeException e) {
            jvms.close();
            throw e;
        }
    }

    private static List<String> command(Installation installation, Optional<Function> function) {
        String classPath = installation.classes()
                + function.map(of -> File.pathSeparator + installation.jar(of)).orElse("");
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                classPath,
                BareJvm.class.getName()));
        function.map(Function::handlerClass).ifPresent(command::add);
        return command;
    }

    private static void awaitReady(ServerProcess process) {
        process.await("says it is ready", START_LIMIT, () -> output(process).contains(BareJvm.READY));
    }

    private static String output(ServerProcess process) {
        try {
            return Files.readString(process.log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + process.log(), e);
        }
    }

    public List<Long> pids() {
        return processes.stream().map(ServerProcess::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}

package dev.hearth.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server started by the run and ended by it, with everything it started. A shutdown hook ends it when the run is
 * interrupted. Output goes to a file whose path every error names.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(15);

    private final Process process;
    private final Path log;
    private final Duration grace;
    private final Thread hook = new Thread(this::stop, "end server process");

    private ServerProcess(Process process, Path log, Duration grace) {
        this.process = process;
        this.log = log;
        this.grace = grace;
    }

    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log) {
        return start(command, environment, log, DEFAULT_GRACE);
    }

    /** @param grace how long the process may take to end after SIGTERM */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log, Duration grace) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            return hooked(new ServerProcess(builder.start(), log, grace));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /** A process that starts while the run already ends is ended at once: no hook would do it any more. */
    private static ServerProcess hooked(ServerProcess server) {
        try {
            Runtime.getRuntime().addShutdownHook(server.hook);
            return server;
        } catch (IllegalStateException e) {
            server.stop();
            throw e;
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until a connection to the port succeeds. */
    public void awaitPort(int port, Duration limit) {
        await("listens on port " + port, limit, () -> accepts(port));
    }

    /** Waits until the process does what {@code what} says. */
    public void await(String what, Duration limit, BooleanSupplier done) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String why = process.isAlive() ? "it did not within " + limit.toSeconds() + " s" : "it has ended";
                throw new IllegalStateException("waited for process " + pid() + " until it " + what + ", but " + why
                        + "; its output is in " + log);
            }
            pause(Duration.ofMillis(2));
        }
    }

    public Path log() {
        return log;
    }

    /** Ends the process: SIGTERM, and SIGKILL for what is left of its tree after the grace. */
    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void stop() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a server", e);
        }
    }
}

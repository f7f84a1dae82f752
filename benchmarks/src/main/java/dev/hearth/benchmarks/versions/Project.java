package dev.hearth.benchmarks.versions;

import dev.hearth.benchmarks.load.KeptConnection;
import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.process.Ports;
import dev.hearth.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder of manifests of its own, so that versions begin with 1, and the Hearth that serves it. */
public final class Project implements AutoCloseable {
    /** The first start may build Hearth. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path jar;
    private final Path folder;
    private final int port;
    private final ServerProcess process;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Project(Path jar, Path folder, int port, ServerProcess process) {
        this.jar = jar;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** @param options of {@code hearth up} */
    public static Project start(Installation installation, Path script, Function function, String... options) {
        try {
            Path folder = Files.createTempDirectory("hearth-versions");
            int port = Ports.free();
            List<String> command = new ArrayList<>(
                    List.of(script.toString(), "up", folder.toString(), "--port", Integer.toString(port)));
            command.addAll(List.of(options));
            ServerProcess process = ServerProcess.start(command, Map.of(), installation.log("hearth-versions"));
            process.awaitPort(port, START_LIMIT);
            return new Project(installation.jar(function), folder, port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Declares a function, or changes it; more lines of its spec may follow. */
    public void function(String name, Function code, String... spec) {
        write(name, """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  runtime: java25
                  handler: %s
                  memorySize: 128
                  timeout: 10
                  code: {file: %s}
                """.formatted(name, code.handlerClass(), jar) + indented(spec));
    }

    void alias(String name, String function, String... spec) {
        write(name, """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %s}
                spec:
                  functionName: %s
                """.formatted(name, function) + indented(spec));
    }

    private static String indented(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append("  ").append(line).append('\n');
        }
        return text.toString();
    }

    private void write(String name, String manifest) {
        try {
            Path fresh = folder.resolve(name + ".new");
            Files.writeString(fresh, manifest);
            Files.move(fresh, folder.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where asynchronous invocations of a function go. */
    public Target events(String function) {
        return new Target(port, "/2014-11-13/functions/" + function + "/invoke-async/");
    }

    /** The value of one of the gateway's metrics; 0: there is none yet. */
    public double metric(String name) {
        return send(HttpRequest.newBuilder(uri("/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Of the gateway. */
    public long pid() {
        return process.pid();
    }

    HttpResponse<String> invoke(String function, String event) {
        return send(HttpRequest.newBuilder(uri(path(function))).POST(HttpRequest.BodyPublishers.ofString(event)));
    }

    /** For one caller that invokes this again and again. */
    public KeptConnection connection(String function, String event) {
        return new KeptConnection(
                () -> new Socket(InetAddress.getLoopbackAddress(), port), new Target(port, path(function)), event);
    }

    private static String path(String function) {
        return "/2015-03-31/functions/" + function + "/invocations";
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a qualifier of a function is known; without running it. */
    public void awaitKnown(String function) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (dryRun(function) != 204) {
            check(deadline, function + " is known");
            Thread.sleep(10);
        }
    }

    private int dryRun(String function) {
        return send(HttpRequest.newBuilder(uri(path(function)))
                        .header("X-Amz-Invocation-Type", "DryRun")
                        .POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    /** Waits until so many environments of all functions are idle. */
    void awaitIdle(int environments) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String line = "lambda_environments{state=\"idle\"} " + environments + ".0";
        while (!send(HttpRequest.newBuilder(uri("/metrics"))).body().contains(line)) {
            check(deadline, environments + " environments are idle");
            Thread.sleep(20);
        }
    }

    private static void check(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException("waited in vain until " + what);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.close();
        for (Path file : files()) {
            file.toFile().delete();
        }
        folder.toFile().delete();
    }

    private List<Path> files() {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs.
 *
 * @param folder where
 * @param environment variables beside the JVM's own
 */
record Shell(Path folder, Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a program printed on both of its outputs, and its exit status. */
    record Result(int status, String output) {}

    /** Its output; a program that fails ends the test with what it said. */
    String run(String... command) {
        return run("", PATIENCE, command);
    }

    String run(String input, Duration patience, String... command) {
        Result result = tried(input, patience, command);
        if (result.status() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " gave " + result.status() + ":\n" + result.output());
        }
        return result.output();
    }

    Result tried(String input, Duration patience, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end within " + patience);
            }
            return new Result(process.exitValue(), output.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(String.join(" ", command) + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

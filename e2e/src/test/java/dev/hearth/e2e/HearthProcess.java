package dev.hearth.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** {@code hearth up} as a process of its own, on a free port, from what the build has made. */
final class HearthProcess implements Home {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");
    private static final long START_SECONDS = 30;
    private static final int KEPT_LINES = 2_000;
    private static final int LONGEST_LINE = 500;

    private final Process process;
    private final URI url;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    private HearthProcess(Process process) throws Exception {
        this.process = process;
        CompletableFuture<URI> announced = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(announced));
        this.url = announced.get(START_SECONDS, TimeUnit.SECONDS);
    }

    /** Serves a folder; further options as on the command line. */
    static HearthProcess up(Path folder, String... options) throws Exception {
        List<String> command = command("up", folder.toString());
        command.addAll(List.of(options));
        if (!command.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(Set.of("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCOUNT_ID"));
        builder.environment()
                .put(
                        "HEARTH_RUNTIME_HOME",
                        checkout().resolve("runtime-image/target/runtime").toString());
        return new HearthProcess(builder.start());
    }

    private static List<String> command(String... arguments) {
        Path root = checkout();
        List<String> command = new ArrayList<>(List.of(
                java().toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                root.resolve("gateway/target/classes") + ":" + root.resolve("gateway/target/lib") + "/*",
                "dev.hearth.gateway.up.HearthMain"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs another command to its end; all that it prints. */
    static String run(String... arguments) throws Exception {
        Process process =
                new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The checkout's root folder: the tests run in its module. */
    static Path checkout() {
        return Path.of("").toAbsolutePath().getParent();
    }

    private void read(CompletableFuture<URI> announced) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                keep(line);
                Matcher matcher = URL.matcher(line);
                if (matcher.find()) {
                    announced.complete(URI.create(matcher.group()));
                }
            }
        } catch (IOException e) {
            keep("output ended: " + e.getMessage());
        }
        announced.completeExceptionally(new IllegalStateException("hearth ended early:\n" + output()));
    }

    private synchronized void keep(String line) {
        lines.add(line);
        if (lines.size() > KEPT_LINES) {
            lines.poll();
        }
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public Lambda lambda() {
        return new Lambda(url);
    }

    /** On loopback everybody may invoke. */
    @Override
    public AwsBasicCredentials credentials() {
        return AwsBasicCredentials.create("any", "any");
    }

    @Override
    public Optional<Path> authority() {
        return Optional.empty();
    }

    long pid() {
        return process.pid();
    }

    /** Whether a line of the output contains this. */
    synchronized boolean hasPrinted(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Its last lines, those of the longest cut. */
    @Override
    public synchronized String output() {
        return lines.stream()
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public synchronized List<String> log(String function) {
        String prefix = function + " | ";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    /** Process ids of everything below it: launchers and JVMs. */
    Set<Long> descendants() {
        try (Stream<ProcessHandle> all = process.descendants()) {
            return all.map(ProcessHandle::pid).collect(Collectors.toSet());
        }
    }

    /** Process ids of the JVMs below it. */
    Set<Long> jvms() {
        return descendants().stream().filter(HearthProcess::isJvm).collect(Collectors.toSet());
    }

    /** Process ids of the JVMs of one function's environments. */
    Set<Long> jvms(String function) {
        return jvms().stream().filter(pid -> runs(pid, function)).collect(Collectors.toSet());
    }

    private static boolean runs(long pid, String function) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains("AWS_LAMBDA_FUNCTION_NAME=" + function + "\0");
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isJvm(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).trim().equals("java");
        } catch (IOException e) {
            return false;
        }
    }

    static boolean exists(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Sends a signal by name to one process that this one started. */
    void signal(String name, long pid) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + name + " " + pid + " gave " + status);
        }
    }

    /** Sends SIGTERM to it and waits for its end; its exit status. */
    int terminate() throws Exception {
        process.destroy();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("did not end:\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        Set<Long> below = descendants();
        process.destroyForcibly();
        below.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}

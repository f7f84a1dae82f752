package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An environment as a gateway would start it: the launcher, the JVMs below it, its log, and the gateway itself. */
public final class TestEnvironment implements AutoCloseable {
    private static final int PIPE = 40 * 1024;
    static final String TOKEN = "very-secret-token";
    static final String ID = "environment-id-0815";

    public final TestGateway gateway;
    final Path folder;
    private final Path log;
    private final Path code;
    private final Optional<Assignment> given;
    private final Map<String, String> variables = new HashMap<>();
    private String handler = "example.deeds.Deeds";
    private String logFormat = "Text";
    private String logLevel = "";
    private ProcessBuilder.Redirect output;
    private Process launcher;

    TestEnvironment() throws IOException {
        this(Optional.empty(), Optional.empty(), new TestGateway());
    }

    /** One whose code the gateway has, and with everything a cluster gives. */
    static TestEnvironment inCluster(Assignment assignment, TestGateway gateway) throws IOException {
        var environment = new TestEnvironment(Optional.empty(), Optional.of(assignment), gateway);
        Path taskRoot = Files.createDirectories(environment.folder.resolve("task"));
        Path token = Files.writeString(environment.folder.resolve("token"), TOKEN);
        environment.variables.remove("HEARTH_TOKEN");
        return environment
                .with("HEARTH_HOME", "cluster")
                .with("HEARTH_TOKEN_FILE", token.toString())
                .with("LAMBDA_TASK_ROOT", taskRoot.toString());
    }

    /** Runs other code than the deeds of these tests. */
    public TestEnvironment(Path code, Assignment assignment) throws IOException {
        this(Optional.of(code), Optional.of(assignment), new TestGateway());
    }

    private TestEnvironment(Optional<Path> otherCode, Optional<Assignment> otherAssignment, TestGateway gateway)
            throws IOException {
        this.gateway = gateway;
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/life")).toAbsolutePath(), "e");
        log = folder.resolve("log");
        output = ProcessBuilder.Redirect.to(log.toFile());
        code = otherCode.isPresent() ? otherCode.get() : deeds(folder);
        given = otherAssignment;
        Files.createDirectories(folder.resolve("tmp"));
        variables.putAll(Map.of(
                "PATH", System.getenv("PATH"),
                "HEARTH_JAVA", TrainedRuntime.JAVA_HOME.resolve("bin/java").toString(),
                "HEARTH_RUNTIME_HOME", TrainedRuntime.home().toString(),
                "HEARTH_AOT_CACHE", TrainedRuntime.aotCache().toString(),
                "HEARTH_MEMORY_MB", "256",
                "HEARTH_TMP", folder.resolve("tmp").toString(),
                "HEARTH_ENVIRONMENT_ID", ID,
                "HEARTH_TOKEN", TOKEN,
                "HEARTH_FOLDER", folder.toString()));
        variables.put("HEARTH_LOG_PREFIX", "f | ");
        variables.put("HEARTH_GATEWAY", gateway.address());
    }

    private static Path deeds(Path folder) throws IOException {
        Path code = folder.resolve("code");
        Path target = Files.createDirectories(code.resolve("example/deeds"));
        try (Stream<Path> files = Files.list(Path.of("target/test-classes/example/deeds"))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return code;
    }

    public TestEnvironment with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    TestEnvironment handler(String name) {
        handler = name;
        return this;
    }

    TestEnvironment jsonLog(String level) {
        logFormat = "JSON";
        logLevel = level;
        return this;
    }

    /** The log goes to a pipe that nobody reads. */
    TestEnvironment unreadLog() {
        output = ProcessBuilder.Redirect.PIPE;
        return this;
    }

    public TestEnvironment start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        Path.of(variables.get("HEARTH_RUNTIME_HOME"), "launcher")
                                .toString())
                .directory(code.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(variables);
        launcher = builder.start();
        return this;
    }

    /** Takes the next attach and answers it with the assignment. */
    public Exchange attached() throws Exception {
        Exchange attach = gateway.attach();
        attach.reply(200, assignment().toHeaders(), new byte[0]);
        return attach;
    }

    /** Leads the next process through attach and init; the request for its first invocation. */
    Exchange ready() throws Exception {
        attached();
        Exchange next = gateway.work();
        assertThat(next.path).as(log()).isEqualTo(EnvironmentPaths.NEXT);
        return next;
    }

    /** Answers a request for work with an invocation that does a deed, and takes its result. */
    Exchange run(Exchange next, String deed, String... headers) throws Exception {
        next.invoke("request-1", "\"" + deed + "\"", headers);
        return gateway.work();
    }

    /** Gives a command in answer to the question that waits. */
    void command(Command command) throws Exception {
        gateway.control().reply(200, Map.of(EnvironmentHeaders.COMMAND, command.name()), new byte[0]);
    }

    Assignment assignment() {
        return given.orElseGet(this::ownAssignment);
    }

    private Assignment ownAssignment() {
        return new Assignment(
                "f",
                "$LATEST",
                handler,
                Integer.parseInt(variables.get("HEARTH_MEMORY_MB")),
                10_000,
                "",
                code.toUri().toString(),
                logFormat,
                logLevel,
                "",
                "/aws/lambda/f",
                "stream",
                true,
                "");
    }

    ProcessHandle launcher() {
        return launcher.toHandle();
    }

    /** The JVM that lives now. */
    ProcessHandle jvm() {
        return child("java");
    }

    /** The launcher's process that runs a program of this name. */
    ProcessHandle child(String program) {
        return launcher.children()
                .filter(child -> child.info()
                        .command()
                        .filter(path -> path.endsWith("/" + program))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the launcher has ended; its status. */
    int awaitEnd() throws InterruptedException {
        assertThat(launcher.waitFor(Limits.SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
        return launcher.exitValue();
    }

    /** Waits until no process of this environment is left. */
    void awaitNothingLeft(Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> processes().isEmpty());
    }

    /** All processes that carry this environment's folder among their arguments, and the launcher. */
    List<ProcessHandle> processes() {
        Stream<ProcessHandle> own = launcher == null ? Stream.of() : Stream.of(launcher.toHandle());
        return Stream.concat(own, ProcessHandle.allProcesses().filter(this::carriesFolder))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private boolean carriesFolder(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(folder.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    /** All that was printed so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitLog(String text) {
        await().atMost(Limits.STEP).pollInterval(Duration.ofMillis(10)).until(() -> log().contains(text));
    }

    /** Waits until the log's pipe is all but full: of its 16 pages of 4 KB some are never filled to their end. */
    void awaitFullPipe() {
        await().atMost(Limits.STEP)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> launcher.getInputStream().available() >= PIPE);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        if (launcher != null) {
            List<ProcessHandle> below = launcher.descendants().toList();
            launcher.destroyForcibly().onExit().join();
            below.forEach(ProcessHandle::destroyForcibly);
            processes().forEach(ProcessHandle::destroyForcibly);
            awaitNothingLeft(Limits.STEP);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}

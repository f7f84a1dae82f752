package dev.hearth.runtime;

import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.runtime.code.CodeUnavailable;
import dev.hearth.runtime.code.FetchedCode;
import dev.hearth.runtime.connection.AttachRefused;
import dev.hearth.runtime.connection.ControlConnection;
import dev.hearth.runtime.connection.GatewayAddress;
import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import dev.hearth.runtime.handler.FunctionCode;
import dev.hearth.runtime.handler.Handler;
import dev.hearth.runtime.handler.HandlerLoader;
import dev.hearth.runtime.invocation.InvocationLoop;
import dev.hearth.runtime.log.EnvironmentLog;
import dev.hearth.runtime.log.FunctionLogger;
import dev.hearth.runtime.log.PlatformLines;
import dev.hearth.runtime.log.UserOutput;
import dev.hearth.runtime.metrics.InvocationCounts;
import dev.hearth.runtime.process.Ending;
import dev.hearth.runtime.process.LauncherState;
import dev.hearth.runtime.process.ProcessAge;
import dev.hearth.runtime.process.Situation;
import dev.hearth.runtime.signals.InheritedOutput;
import dev.hearth.runtime.signals.Sigterm;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An execution environment's process, from its start to its end:
 *
 * <pre>
 *   identity ──► attach ──► load code and handler ──► invocations ──► retired: shutdown hooks, end
 *                   │             │ fails                  │ fatal
 *                   └ commands    └ init-error, end        └ end; the launcher starts the next process
 * </pre>
 */
public final class RuntimeMain {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Identity identity;
    private final LauncherState launcher;
    private final GatewayAddress gateway;
    private final EnvironmentLog log;
    private final Situation situation = new Situation();
    private final InvocationCounts counts = new InvocationCounts();

    private RuntimeMain(Identity identity) {
        this.identity = identity;
        this.launcher = new LauncherState(identity.state());
        this.gateway = new GatewayAddress(
                identity.gatewayHost(),
                identity.gatewayPort(),
                identity.environmentId(),
                identity.token(),
                identity.tunnel());
        this.log = new EnvironmentLog(
                identity.logDescriptor() == 1
                        ? new FileOutputStream(FileDescriptor.out)
                        : InheritedOutput.of(identity.logDescriptor()),
                identity.logPrefix(),
                identity.logDescriptor() == 1
                        ? OutputStream.nullOutputStream()
                        : new FileOutputStream(FileDescriptor.out),
                identity.state().resolveSibling("log-tail"));
    }

    /** Started by the launcher, which tells the identity on standard input. */
    public static void main(String[] args) throws IOException {
        Preparation.start();
        new RuntimeMain(Identity.read(System.in)).run();
    }

    private void run() {
        try {
            live();
        } catch (AttachRefused refused) {
            endForGood("The gateway refuses this environment: " + refused.getMessage() + "\n");
        } catch (IOException gatewayGone) {
            endForGood("");
        } catch (Throwable broken) {
            // the JVM would wait for threads that user code has left
            Ending.after(() -> log.platformNow("This environment broke: " + trace(broken)), 1);
        }
    }

    private void endForGood(String lastWords) {
        launcher.alone();
        Ending.after(() -> log.platformNow(lastWords), 0);
    }

    private static String trace(Throwable broken) {
        StringWriter text = new StringWriter();
        broken.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private ControlConnection connect() {
        try {
            return ControlConnection.open(gateway);
        } catch (IOException e) {
            launcher.unreachable();
            Ending.after(() -> log.platformNow("No gateway at " + gateway + ": " + e.getMessage() + "\n"), 1);
            throw new IllegalStateException("unreachable: this process has ended", e);
        }
    }

    private void live() throws IOException {
        ControlConnection control = connect();
        launcher.attached();
        Optional<String> tail = identity.exitStatus().isEmpty() ? Optional.empty() : log.tailOfBefore();
        Assignment assignment = control.attach(identity.exitStatus(), tail, ProcessAge.millis());
        if (!identity.failedStart().isEmpty()) {
            reportFailedStart(assignment);
        }
        CommandLoop commands = new CommandLoop(control, situation, log, launcher);
        commands.start();
        Sigterm.handle(commands::stop);
        FunctionLogger logger = logger(assignment);
        PlatformSettings.apply(logger);
        Handler handler = init(assignment, logger);
        situation.initDone();
        LateMetrics.start(identity.metrics(), assignment, counts, situation);
        WorkConnection work = WorkConnection.open(gateway);
        switch (new InvocationLoop(assignment, handler, work, situation, log, logger, counts).run()) {
            case RETIRED -> {
                launcher.retired();
                end(0);
            }
            case FATAL -> end(1);
        }
    }

    /** A process that had what the function's configuration adds ended before it came to this; this one has nothing of it. */
    private void reportFailedStart(Assignment assignment) throws IOException {
        boolean late = identity.failedStart().equals("late");
        log.platform(assignment.notice());
        log.platformNow("The function's process " + (late ? "did not begin in time" : "ended before it began")
                + ", see above: look at JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS and AWS_LAMBDA_EXEC_WRAPPER.\n");
        WorkConnection work = WorkConnection.open(gateway);
        if (late) {
            work.late();
        } else {
            work.exited(identity.failedStart());
        }
        Ending.now(1);
    }

    private FunctionLogger logger(Assignment assignment) {
        LogFormat format = assignment.logFormat().equals("JSON") ? LogFormat.JSON : LogFormat.TEXT;
        return new FunctionLogger(log, format, assignment.applicationLogLevel(), situation::running);
    }

    private Handler init(Assignment assignment, FunctionLogger logger) throws IOException {
        long started = System.nanoTime();
        log.platform(assignment.notice());
        log.platform(PlatformLines.of(assignment).initStart(assignment, RuntimeVersion.TEXT));
        log.flush();
        log.beginInvocation(false);
        UserOutput.capture(log);
        try {
            ClassLoader code = FunctionCode.open(code(assignment)).classLoader();
            Thread.currentThread().setContextClassLoader(code);
            Handler handler = HandlerLoader.load(assignment.handler(), code);
            counts.initTook((System.nanoTime() - started) / NANOS_PER_MILLI);
            return handler;
        } catch (Throwable thrown) {
            Failure failure = Failure.of(thrown);
            logger.logFailure(failure.logText());
            String type = thrown instanceof CodeUnavailable ? EnvironmentHeaders.CODE_UNAVAILABLE : failure.errorType();
            WorkConnection.open(gateway).initFailed(type, failure.body(), log.tail());
            end(1);
            throw new IllegalStateException("unreachable: this process has ended", thrown);
        }
    }

    /** The task root, where the code is, or is brought now. */
    private Path code(Assignment assignment) throws CodeUnavailable {
        String location = assignment.codeLocation();
        if (location.startsWith(EnvironmentPaths.CODE)) {
            new FetchedCode(
                            identity.state().resolveSibling("task"),
                            identity.state().resolveSibling("code-sha256"))
                    .get(gateway, location, assignment.codeSha256());
        }
        String taskRoot = System.getenv("LAMBDA_TASK_ROOT");
        return taskRoot == null ? Path.of(URI.create(location)) : Path.of(taskRoot);
    }

    private void end(int status) {
        log.flush();
        Ending.withHooks(status);
    }
}

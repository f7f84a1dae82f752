package dev.hearth.gateway.dispatch;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An environment played by hand, and what it was told. */
final class TestEnvironment {
    final Environment environment;
    final List<Assignment> assignments = new ArrayList<>();
    final List<Command> commands = new ArrayList<>();
    final List<String> runs = new ArrayList<>();
    /** What the last of them was given. */
    long millis;

    boolean retired;
    Control control = new Control();
    Work work = new Work();

    TestEnvironment(RevisionPool pool, String id) {
        this.environment = pool.environment(id).orElseThrow();
    }

    TestEnvironment attach() {
        return attach(OptionalInt.empty());
    }

    TestEnvironment attach(OptionalInt exitStatus) {
        return attach(new Ended(exitStatus, Optional.empty()));
    }

    TestEnvironment attach(Ended before) {
        control = new Control();
        environment.attached(control, before, 0);
        return this;
    }

    TestEnvironment ready() {
        work = new Work();
        environment.ready(work);
        return this;
    }

    void beat() {
        environment.heartbeat(
                new Beat(EnvironmentState.READY, Optional.empty(), Optional.empty(), OptionalInt.empty()));
    }

    void beat(EnvironmentState state, String tail) {
        environment.heartbeat(new Beat(state, Optional.empty(), Optional.of(tail), OptionalInt.empty()));
    }

    void succeed(String requestId) {
        environment.result(new Result(
                requestId, Optional.empty(), "\"ok\"".getBytes(StandardCharsets.UTF_8), Optional.empty(), false));
    }

    /** Reports an error and says that the process ends after it. */
    void failAndEnd(String requestId) {
        environment.result(new Result(
                requestId,
                Optional.of("java.lang.OutOfMemoryError"),
                "{\"errorMessage\":\"no heap\"}".getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                true));
    }

    void failInit() {
        failInit(new InitError.Reported(new Answer.FunctionError(
                "Runtime.BadFunctionCode", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty())));
    }

    void failInit(InitError error) {
        environment.initFailed(error);
    }

    void chunk(String text) {
        environment.chunk(runs.isEmpty() ? "" : runs.getLast(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its process is gone: both connections are closed by its side. */
    void disconnect() {
        environment.disconnected(control);
        environment.disconnected(work);
    }

    final class Control implements ControlLink {
        boolean closed;

        @Override
        public void assign(Assignment assignment) {
            assignments.add(assignment);
        }

        @Override
        public void command(Command command) {
            commands.add(command);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final class Work implements WorkLink {
        boolean closed;
        boolean open = true;

        @Override
        public void run(Invocation invocation, long remainingMillis) {
            runs.add(invocation.requestId());
            millis = remainingMillis;
        }

        @Override
        public void retire() {
            retired = true;
        }

        @Override
        public void flow(boolean opened) {
            open = opened;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Environments whose gateway vanishes, is not there or does not want them: nothing is left of them. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class GatewayLossIT {
    @Test
    void whileTheAssignmentIsAwaited() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.gateway.attach();

            endsWithoutGateway(environment);
        }
    }

    @Test
    void duringInit() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.SlowInit::handle").start()) {
            environment.attached();
            environment.awaitLog("init blocks");

            endsWithoutGateway(environment);
        }
    }

    @Test
    void whileIdle() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready();

            endsWithoutGateway(environment);
        }
    }

    @Test
    void whileAnInvocationComputes() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready().invoke("request-1", "\"spin\"");
            environment.awaitLog("spinning");

            endsWithoutGateway(environment);
        }
    }

    @Test
    void whileAResultIsStreamed() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.Streams").start()) {
            environment.ready().invoke("request-1", "\"wait\"", EnvironmentHeaders.RESPONSE_MODE, "streaming");
            environment.gateway.work().nextChunk();

            endsWithoutGateway(environment);
        }
    }

    @Test
    void takesTheProcessesThatTheFunctionStarted() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange spawned = environment.run(environment.ready(), "spawn");
            ProcessHandle child = ProcessHandle.of(Long.parseLong(spawned.text().replace("\"", "")))
                    .orElseThrow();
            try {
                endsWithoutGateway(environment);

                assertThat(child.onExit()).succeedsWithin(Limits.END);
            } finally {
                child.destroyForcibly();
            }
        }
    }

    @Test
    void aRetiredEnvironmentRunsItsHooksAllTheSame() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready().retire();
            endsWithoutGateway(environment);

            assertThat(environment.log()).contains("shutdown hook ran");
        }
    }

    @Test
    void aGatewayThatIsNotThereIsNamed() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()) {
            environment.gateway.close();
            environment.start();

            assertThat(environment.awaitEnd()).isOne();
            assertThat(environment.log())
                    .isEqualTo("f | No gateway at " + environment.gateway.address() + ": Connection refused\n");
            environment.awaitNothingLeft(Limits.END);
        }
    }

    @Test
    void aRefusalIsPrintedAndFinal() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.gateway.attach().reply(403, Map.of(), "protocol 1 is not spoken here".getBytes());

            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.log())
                    .isEqualTo("f | The gateway refuses this environment: protocol 1 is not spoken here\n");
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void anAnswerThatMakesNoSenseEndsTheProcessAndNotMore() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.Oddities").start()) {
            Exchange odd = environment.run(environment.ready(), "leaveThreads");

            odd.reply(200, Map.of(), "an invocation without an id".getBytes());

            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
            assertThat(environment.log()).contains("NoSuchElementException");
        }
    }

    private static void endsWithoutGateway(TestEnvironment environment) throws Exception {
        environment.gateway.close();
        environment.awaitNothingLeft(Limits.END);
        assertThat(environment.awaitEnd()).isZero();
    }
}

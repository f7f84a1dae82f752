package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Command;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end before their time: the same launcher starts another, which says how it went; /tmp stays. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class EndingsIT {
    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "halt 3, 3", "halt 137, 137"})
    void aFunctionThatEndsItsProcessGetsAnother(String deed, String status) throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange kept = environment.run(environment.ready(), "keep for later");
            ProcessHandle launcher = environment.launcher();

            kept.invoke("request-2", "\"" + deed + "\"");

            Exchange attach = environment.attached();
            assertThat(attach.header(EnvironmentHeaders.EXIT_STATUS)).isEqualTo(status);
            assertThat(attach.header(EnvironmentHeaders.ENVIRONMENT_ID)).isEqualTo(TestEnvironment.ID);
            assertThat(environment.launcher()).isEqualTo(launcher);
            Exchange calls = environment.run(environment.gateway.work(), "calls");
            assertThat(calls.text()).isEqualTo("\"1\"");
            assertThat(environment.run(calls, "kept").text()).isEqualTo("\"for later\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"exit 0", "halt 3", "halt 137"})
    void theTailOfAnInvocationThatEndedItsProcessComesWithTheNext(String deed) throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange said = environment.run(environment.ready(), "say before");

            said.invoke("request-2", "\"" + deed + "\"", EnvironmentHeaders.LOG_TAIL, "true");

            assertThat(decoded(environment.gateway.attach().header(EnvironmentHeaders.LOG_TAIL)))
                    .startsWith("START RequestId: request-2 Version: $LATEST\n");
        }
    }

    @Test
    void noTailIsToldOfAnInvocationThatEnded() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready().invoke("request-1", "\"say x\"", EnvironmentHeaders.LOG_TAIL, "true");
            environment.run(environment.gateway.work(), "say y"); // its answer may be there before its tail is given up

            environment.jvm().destroyForcibly();

            assertThat(environment.gateway.attach().header(EnvironmentHeaders.LOG_TAIL))
                    .isEmpty();
        }
    }

    @Test
    void aMarkEndsWhatAnInvocationPrintedPastItsLog() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_LOG_DESCRIPTOR", "3").start()) {
            Exchange first = environment.ready();
            first.invoke("request-1", "\"raw child\"", EnvironmentHeaders.LOG_TAIL, "true");

            environment.gateway.work();

            assertThat(environment.log())
                    .contains("f | constructed\n", "\nchild\n\0hearth-end\0")
                    .doesNotContain("f | child");
        }
    }

    @Test
    void exitRunsShutdownHooks() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready().invoke("request-1", "\"exit 1\"");
            environment.gateway.attach();

            assertThat(environment.log()).contains("f | shutdown hook ran\n");
        }
    }

    @Test
    void aKilledProcessIsFollowedByAnother() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready();

            environment.jvm().destroyForcibly();

            assertThat(environment.attached().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("137");
            assertThat(environment.run(environment.gateway.work(), "say x").text())
                    .isEqualTo("\"x\"");
        }
    }

    @Test
    void aFullHeapEndsTheProcess() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_MEMORY_MB", "128").start()) {
            environment.ready().invoke("request-1", "\"fill\"");

            Exchange attach = environment.attached();

            assertThat(attach.header(EnvironmentHeaders.EXIT_STATUS)).isEqualTo("1");
            assertThat(environment.log()).contains("OutOfMemoryError");
            Exchange next = environment.gateway.work();
            if (next.path.equals(EnvironmentPaths.error("request-1"))) {
                assertThat(next.header("Connection")).isEqualTo("close");
                assertThat(next.text()).contains("\"errorType\":\"java.lang.OutOfMemoryError\"");
                next = environment.gateway.work();
            }
            assertThat(environment.run(next, "say x").text()).isEqualTo("\"x\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "block"})
    void resetTakesAProcessAwayFromTheFunction(String deed) throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            environment.ready().invoke("request-1", "\"" + deed + "\"");
            environment.awaitLog(deed.equals("spin") ? "spinning" : "blocking");

            environment.command(Command.RESET);

            Exchange farewell = environment.gateway.control();
            assertThat(farewell.header(EnvironmentHeaders.RUNNING)).isEqualTo("request-1");
            assertThat(decoded(farewell.header(EnvironmentHeaders.LOG_TAIL)))
                    .isEqualTo("START RequestId: request-1 Version: $LATEST\n"
                            + (deed.equals("spin") ? "spinning\n" : "blocking\n"));
            assertThat(environment.attached().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
            assertThat(environment.run(environment.gateway.work(), "say x").text())
                    .isEqualTo("\"x\"");
            assertThat(environment.log()).doesNotContain("shutdown hook ran");
        }
    }

    @Test
    void resetWorksThoughNobodyReadsTheLog() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().unreadLog().start()) {
            environment.ready().invoke("request-1", "\"flood 1\"");
            environment.awaitFullPipe();

            environment.command(Command.RESET);

            assertThat(environment.gateway.control().header(EnvironmentHeaders.LOG_TAIL))
                    .isNotEmpty();
            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void resetTakesTheProcessesThatTheFunctionStarted() throws Exception {
        try (TestEnvironment environment = new TestEnvironment().start()) {
            Exchange spawned = environment.run(environment.ready(), "spawn");
            ProcessHandle child = ProcessHandle.of(Long.parseLong(spawned.text().replace("\"", "")))
                    .orElseThrow();
            try {
                environment.command(Command.RESET);
                environment.gateway.attach();

                assertThat(child.onExit()).succeedsWithin(Limits.END);
            } finally {
                child.destroyForcibly();
            }
        }
    }

    @Test
    void resetDuringInitStartsAnew() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.SlowInit::handle").start()) {
            environment.attached();
            environment.awaitLog("init blocks");

            environment.command(Command.RESET);

            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void aFailedInitIsReportedAndTriedAnew() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .handler("example.deeds.BrokenInit::handle")
                .start()) {
            environment.attached();
            Exchange failed = environment.gateway.work();

            assertThat(failed.path).isEqualTo(EnvironmentPaths.INIT_ERROR);
            assertThat(failed.header(EnvironmentHeaders.ENVIRONMENT_ID)).isEqualTo(TestEnvironment.ID);
            assertThat(failed.text()).contains("\"errorMessage\":\"broken on purpose\"");
            failed.reply(200, Map.of(), new byte[0]);
            assertThat(environment.gateway.attach().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void aHookThatNeverEndsIsCutOff() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().handler("example.deeds.SlowHook::handle").start()) {
            environment.ready().retire();

            assertThat(environment.awaitEnd()).isZero();
            assertThat(environment.log()).contains("hook begins");
            environment.awaitNothingLeft(Limits.END);
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

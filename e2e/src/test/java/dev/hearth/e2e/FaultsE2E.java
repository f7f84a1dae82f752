package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda.Answer;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a function or its machine can do wrong, through real processes: nothing hangs, nobody else suffers. */
@ResourceLock("machine")
class FaultsE2E {
    private static final long SEED = 20_261_125;

    private static HearthProcess hearth;
    private static Lambda lambda;

    @BeforeAll
    static void up() throws Exception {
        hearth = HearthProcess.up(HearthProcess.checkout().resolve("e2e/functions/manifests"));
        lambda = new Lambda(hearth.url());
    }

    @AfterAll
    static void endsWithoutLeavingAProcess() throws Exception {
        Set<Long> before = hearth.descendants();
        try {
            assertThat(hearth.terminate()).as(hearth.output()).isZero();
            await().untilAsserted(() -> assertThat(before).noneMatch(HearthProcess::exists));
        } finally {
            hearth.close();
        }
    }

    @AfterEach
    void othersAreStillAnswered() throws Exception {
        assertThat(lambda.invoke("echo", "{\"a\":1}").status())
                .as(hearth.output())
                .isEqualTo(200);
    }

    @Test
    void timesOutWhileComputing() throws Exception {
        timesOut("spin");
    }

    @Test
    void timesOutWhileBlocked() throws Exception {
        timesOut("block");
    }

    private void timesOut(String function) throws Exception {
        for (int i = 0; i < 3; i++) {
            Answer answer = lambda.invoke(function, "{}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(answer.body())
                    .contains("\"errorType\":\"Sandbox.Timedout\"", "Task timed out after 1.00 seconds");
        }
    }

    @Test
    void wordsAnExitByItsStatus() throws Exception {
        assertThat(lambda.invoke("exit", "{\"status\":0}").body())
                .contains("Runtime exited without providing a reason");
        assertThat(lambda.invoke("exit", "{\"status\":7}").body()).contains("Runtime exited with error: exit status 7");
        assertThat(lambda.invoke("halt", "{\"status\":3}").body()).contains("Runtime exited with error: exit status 3");
    }

    @ParameterizedTest
    @CsvSource({"bad-option, 1, Unrecognized VM option", "bad-agent, 1, nothing.jar", "bad-wrapper, 127, /opt/nothing"})
    void aProcessThatCannotStartIsTheFunctionsErrorAtOnce(String function, int status, String said) throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer answer = lambda.invoke(function, "{}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(answer.body())
                    .matches("\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} "
                            + "Error: Runtime exited with error: exit status " + status + "\"}");
        }
        await().untilAsserted(() -> assertThat(hearth.output()).containsPattern(function + " \\| .*" + said));
    }

    @Test
    void aPathOfTheFunctionsIsNotThatOfThePlatform() throws Exception {
        assertThat(lambda.invoke("no-path", "{\"a\":1}").body()).contains("\"event\":{\"a\":1}");
    }

    @Test
    void reportsMemoryAndStackErrorsAndGoesOn() throws Exception {
        assertThat(lambda.invoke("eat-memory", "{}").body()).contains("java.lang.OutOfMemoryError");
        assertThat(lambda.invoke("recurse", "{}").body()).contains("java.lang.StackOverflowError");
        assertThat(lambda.invoke("recurse", "{}").body()).contains("java.lang.StackOverflowError");
    }

    @Test
    void answersTheInitErrorAndTriesAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer answer = lambda.invoke("failing-init", "{}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("no database", "java.lang.IllegalStateException");
        }
    }

    @Test
    void repeatsASlowInitUnderTheFunctionsTimeOut() throws Exception {
        assertThat(lambda.invoke("slow-init", "{}").body()).isEqualTo("\"ready\"");
    }

    @Test
    void namesAMissingHandler() throws Exception {
        assertThat(lambda.invoke("missing-handler", "{}").body())
                .contains("Class not found: example.faults.Nowhere", "java.lang.ClassNotFoundException");
    }

    @Test
    void refusesAResultThatIsTooLarge() throws Exception {
        assertThat(lambda.invoke("large", "6291456").body()).hasSize(6_291_456);
        assertThat(lambda.invoke("large", "6291557").body()).contains("Function.ResponseSizeTooLarge");
    }

    @Test
    void survivesThreadsFilesAndOutput() throws Exception {
        assertThat(lambda.invoke("threads", "{\"count\":10000}").status()).isEqualTo(200);
        assertThat(lambda.invoke("lingering-thread", "{}").body()).isEqualTo("\"started\"");
        assertThat(lambda.invoke("fill-tmp", "{\"mb\":600}").status()).isEqualTo(200);
        assertThat(lambda.invoke("print", "{\"mb\":100}").body()).isEqualTo("\"printed\"");
    }

    @Test
    void keepsTmpOverAReset() throws Exception {
        String first = lambda.invoke("fill-tmp", "{\"mb\":1}").body();
        String second = lambda.invoke("fill-tmp", "{\"mb\":1}").body();

        assertThat(Integer.parseInt(second)).isGreaterThan(Integer.parseInt(first));
    }

    @Test
    void answersWhenAnEnvironmentIsKilledWhileItRuns() throws Exception {
        lambda.invoke("sleep", "{\"ms\":0}");
        CompletableFuture<Answer> running = lambda.invokeLater("sleep", "{\"ms\":5000}");
        await().until(() -> lambda.get("/metrics").contains("lambda_concurrent_executions 1.0"));

        for (long pid : hearth.jvms("sleep")) {
            hearth.signal("KILL", pid);
        }

        assertThat(running.get().body()).contains("Runtime.ExitError", "signal: killed");
        assertThat(lambda.invoke("sleep", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
    }

    @Test
    void startsAnewWhatIsKilledWhileIdle() throws Exception {
        lambda.invoke("sleep", "{\"ms\":0}");
        Set<Long> idle = hearth.jvms("sleep");
        for (long pid : idle) {
            hearth.signal("KILL", pid);
        }
        await().until(() -> idle.stream().noneMatch(HearthProcess::exists));

        assertThat(lambda.invoke("sleep", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
    }

    @Test
    void startsAnewWhatIsKilledInItsInit() throws Exception {
        CompletableFuture<Answer> waiting = lambda.invokeLater("pausing-init", "{}");
        await().until(() -> hearth.hasPrinted("pausing-init | INIT_START"));
        for (long pid : hearth.jvms("pausing-init")) {
            hearth.signal("KILL", pid);
        }

        assertThat(waiting.get().body()).isEqualTo("\"ready\"");
    }

    @Test
    void answersOthersWhileOnePrintsWithoutEnd() throws Exception {
        CompletableFuture<Answer> printing = lambda.invokeLater("print", "{\"mb\":100}");
        int answered = 0;
        while (!printing.isDone()) {
            assertThat(lambda.invoke("echo", "{}").status()).isEqualTo(200);
            answered++;
        }

        assertThat(printing.get().body()).isEqualTo("\"printed\"");
        assertThat(answered).isPositive();
    }

    @Test
    void survivesAThousandMalformedRequests() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 1_000; i++) {
            Rubbish.send(hearth.url(), random);
        }
    }

    @Test
    void replacesAnEnvironmentThatIsStopped() throws Exception {
        lambda.invoke("stopped", "{\"ms\":0}");
        for (long pid : hearth.jvms("stopped")) {
            hearth.signal("STOP", pid);
        }

        Answer answer = lambda.invoke("stopped", "{\"ms\":0}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("did not answer");
        assertThat(lambda.invoke("stopped", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
    }

    @Test
    void refusesAboveTheReservedConcurrency() throws Exception {
        assertThat(lambda.invoke("blocked", "{}").status()).isEqualTo(429);
        lambda.invoke("capped", "{\"ms\":0}");
        CompletableFuture<Answer> first = lambda.invokeLater("capped", "{\"ms\":2000}");
        CompletableFuture<Answer> second = lambda.invokeLater("capped", "{\"ms\":2000}");
        await().until(() -> lambda.get("/metrics").contains("lambda_concurrent_executions 2.0"));

        Answer third = lambda.invoke("capped", "{\"ms\":0}");

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.body()).contains("ReservedFunctionConcurrentInvocationLimitExceeded");
        assertThat(first.get().status()).isEqualTo(200);
        assertThat(second.get().status()).isEqualTo(200);
    }

    @Test
    void leavesNoProcessWhenTheGatewayIsKilled() throws Exception {
        try (HearthProcess other = HearthProcess.up(HearthProcess.checkout().resolve("e2e/functions/manifests"))) {
            Lambda caller = new Lambda(other.url());
            caller.invoke("echo", "{}");
            CompletableFuture<Answer> running = caller.invokeLater("block", "{}");
            await().until(() -> other.jvms().size() >= 2);
            Set<Long> below = other.descendants();

            other.signal("KILL", other.pid());

            await().untilAsserted(() -> assertThat(below).noneMatch(HearthProcess::exists));
            assertThat(running).isCompletedExceptionally();
        }
    }
}

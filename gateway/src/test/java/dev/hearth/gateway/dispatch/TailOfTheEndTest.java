package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Log tails of invocations whose process did not live to send one: START, what was printed, the end and REPORT. */
class TailOfTheEndTest {
    private static final String PRINTED = "START RequestId: r1 Version: $LATEST\nleaving\n";

    private final TestPool test = new TestPool();

    @Test
    void isWhatTheNextProcessFoundThenTheExitAndTheReport() {
        TestEnvironment only = running();

        only.attach(new Ended(OptionalInt.of(7), Optional.of(base64(PRINTED))));

        assertThat(tail())
                .startsWith(
                        PRINTED + "RequestId: r1 Error: Runtime exited with error: exit status 7\nRuntime.ExitError\n"
                                + "END RequestId: r1\nREPORT RequestId: r1\tDuration: ")
                .endsWith("\tStatus: error\tError Type: Runtime.ExitError\t\n");
    }

    @Test
    void beginsAnewWhenNothingWasKept() {
        TestEnvironment only = running();

        only.attach(OptionalInt.of(137));

        assertThat(tail()).startsWith("START RequestId: r1 Version: $LATEST\nRequestId: r1 Error: Runtime exited");
    }

    @Test
    void endsALineThatWasCutOff() {
        TestEnvironment only = running();

        only.attach(new Ended(OptionalInt.of(1), Optional.of(base64(PRINTED + "half"))));

        assertThat(tail()).startsWith(PRINTED + "half\nRequestId: r1 Error: ");
    }

    @Test
    void hasTheTimeOutAndTheReport() {
        TestEnvironment only = running();
        only.beat();
        test.after(test.revision.timeout().plus(Duration.ofMillis(20)));

        only.beat();
        only.beat(EnvironmentState.BUSY, base64(PRINTED));
        only.disconnect();

        assertThat(tail())
                .containsPattern("^START RequestId: r1 Version: \\$LATEST\nleaving\n"
                        + "\\S+Z r1 Task timed out after \\d+\\.\\d\\d seconds\n\nEND RequestId: r1\nREPORT RequestId: r1\t"
                        + ".*\tStatus: timeout\t\n$");
    }

    @Test
    void isNeverLongerThanFourKilobytes() {
        TestEnvironment only = running();

        only.attach(new Ended(OptionalInt.of(1), Optional.of(base64("x".repeat(4096)))));

        assertThat(tail()).hasSize(4096).startsWith("xxx").endsWith("Error Type: Runtime.ExitError\t\n");
    }

    @Test
    void isNotGivenToACallerThatDidNotAskForIt() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1");

        only.attach(new Ended(OptionalInt.of(7), Optional.of(base64(PRINTED))));

        assertThat(((Answer.FunctionError) test.answer("r1")).logTail()).isEmpty();
    }

    @Test
    void ofAFailedInitHasItsReport() {
        TestEnvironment only = secondInit();

        only.failInit(new InitError.Reported(
                new Answer.FunctionError("Runtime.BadFunctionCode", new byte[0], Optional.of(base64("init says\n")))));

        assertThat(tail())
                .startsWith("START RequestId: r1 Version: $LATEST\ninit says\nEND RequestId: r1\nREPORT ")
                .contains("Runtime.BadFunctionCode");
    }

    @Test
    void aProcessThatEndsBeforeTheRuntimeBeginsIsTheFunctionsError() {
        TestEnvironment only = secondInit();

        only.failInit(new InitError.Exited(OptionalInt.of(127)));

        assertThat(test.error("r1"))
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":"
                        + "\"RequestId: r1 Error: Runtime exited with error: exit status 127\"}");
        assertThat(tail()).contains("exit status 127\nRuntime.ExitError\nEND RequestId: r1\nREPORT ");
        assertThat(test.account.inFlight()).isZero();
    }

    @Test
    void aProcessInWhichTheRuntimeNeverBeginsIsATimeOut() {
        TestEnvironment only = secondInit();

        only.failInit(new InitError.Late());

        assertThat(test.error("r1")).contains("\"Sandbox.Timedout\"", "Task timed out after ");
        assertThat(tail()).contains(" r1 Task timed out after ");
    }

    @Test
    void whatIsNoTailIsNotPassedOn() {
        assertThat(LogTail.sent(Optional.of(base64("x".repeat(4096))))).isPresent();
        assertThat(LogTail.sent(Optional.of(base64("x".repeat(4097))))).isEmpty();
        assertThat(LogTail.sent(Optional.of("no base64!"))).isEmpty();
        assertThat(LogTail.sent(Optional.empty())).isEmpty();
    }

    private TestEnvironment running() {
        TestEnvironment only = test.ready("e1");
        test.invoke("r1", true);
        return only;
    }

    /** One whose first init failed, and that is initialised again for an invocation. */
    private TestEnvironment secondInit() {
        test.invoke("r1", true);
        TestEnvironment only = test.environment("e1").attach();
        only.failInit();
        only.disconnect();
        return only.attach(OptionalInt.of(1));
    }

    private String tail() {
        String base64 = ((Answer.FunctionError) test.answer("r1")).logTail().orElseThrow();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

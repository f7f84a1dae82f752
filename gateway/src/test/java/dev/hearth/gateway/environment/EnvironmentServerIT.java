package dev.hearth.gateway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.MetricsTarget;
import dev.hearth.gateway.environment.OneEnvironmentServer.Wire;
import dev.hearth.gateway.log.LogLines;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The environment protocol over real sockets, the environment's side written byte by byte. */
class EnvironmentServerIT {
    private static final Revision REVISION = Revisions.of("hello");
    private static final String IDENTITY = "Hearth-Environment-Id: e1\r\nAuthorization: Bearer secret\r\n";

    private OneEnvironmentServer server;

    @BeforeEach
    void listen() {
        server = new OneEnvironmentServer(EnvironmentSettings.loopback());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesAWrongToken() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("POST /environment/v1/attach HTTP/1.1\r\nHearth-Environment-Id: e1\r\n"
                    + "Authorization: Bearer guess\r\nContent-Length: 0\r\n\r\n");

            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("unknown environment or wrong token");
            assertThat(wire.read()).isEmpty();
        }
    }

    @Test
    void refusesAnotherProtocolVersion() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("POST /environment/v1/attach HTTP/1.1\r\n" + IDENTITY
                    + "Hearth-Protocol-Version: 7\r\nContent-Length: 0\r\n\r\n");

            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("this gateway speaks 1");
        }
    }

    @Test
    void givesTheAssignmentThenInvocationsOnOneExchangeEach() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
            CompletableFuture<Answer> first = server.invoke("r1", false, new StringBuilder());
            assertThat(work.read())
                    .contains("Lambda-Runtime-Aws-Request-Id: r1", "Hearth-Remaining-Ms: ", "\r\n\r\n{\"n\":1}");

            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nContent-Length: 4\r\n\r\n\"ok\"");

            assertThat(first.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.Success.class,
                            ok -> assertThat(ok.payload()).asString().isEqualTo("\"ok\""));
            server.invoke("r2", false, new StringBuilder());
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
        }
    }

    @Test
    void aStreamThatIsNotTheRunningInvocationsReachesNobody() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = server.invoke("r1", true, chunks);
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r1");

            work.send(streamed("r0"));
            work.send(streamed("r1"));

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(chunks).hasToString("one");
        }
    }

    @Test
    void aStreamThatNobodyAskedForReachesNobody() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = server.invoke("r1", false, chunks);
            work.read();

            work.send(streamed("r1"));

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(chunks).isEmpty();
        }
    }

    @Test
    void aTailThatIsNoneIsNotPassedOn() throws Exception {
        for (String tail : new String[] {"A".repeat(8_000), "no base64"}) {
            try (Wire control = server.wire();
                    Wire work = server.wire()) {
                attach(control, work);
                CompletableFuture<Answer> answer = server.invoke("r1", false, new StringBuilder());
                work.read();

                work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nHearth-Log-Tail: " + tail
                        + "\r\nContent-Length: 4\r\n\r\n\"ok\"");

                assertThat(answer.get(5, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                Answer.Success.class,
                                ok -> assertThat(ok.logTail()).isEmpty());
            }
        }
    }

    private static String streamed(String requestId) {
        return "POST /environment/v1/invocations/" + requestId + "/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n3\r\none\r\n0\r\n\r\n";
    }

    @Test
    void passesAStreamedResultOnAsItComes() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = server.invoke("r1", true, chunks);
            assertThat(work.read()).contains("Lambda-Runtime-Function-Response-Mode: streaming");

            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n3\r\none\r\n");
            work.send("3\r\ntwo\r\n0\r\nLambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"
                    + "Lambda-Runtime-Function-Error-Body: e30=\r\n\r\n");

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOfSatisfying(Answer.FunctionError.class, error -> {
                assertThat(error.errorType()).isEqualTo("Runtime.UserException");
                assertThat(error.body()).asString().isEqualTo("{}");
            });
            assertThat(chunks).hasToString("onetwo");
        }
    }

    @Test
    void keepsThePortOfAnEnvironmentsMetrics() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
            control.send("POST /environment/v1/control HTTP/1.1\r\nHearth-State: READY\r\nHearth-Metrics-Port: 4711\r\n"
                    + "Content-Length: 0\r\n\r\n");

            await().until(() -> !server.metricsTargets().isEmpty());
            assertThat(server.metricsTargets()).containsExactly(new MetricsTarget("e1", REVISION, 4711));
        }
        await().until(() -> server.metricsTargets().isEmpty());
    }

    @Test
    void takesNoResultThatIsBroken() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire();
                Wire next = server.wire()) {
            attach(control, work);
            CompletableFuture<Answer> answer = server.invoke("r1", false, new StringBuilder());
            work.read();

            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\none\r\nrubbish\r\n");

            assertThat(work.read()).isEmpty();
            next.send("POST /environment/v1/attach HTTP/1.1\r\n" + IDENTITY
                    + "Hearth-Exit-Status: 3\r\nHearth-Protocol-Version: 1\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.FunctionError.class,
                            error -> assertThat(error.body())
                                    .asString()
                                    .contains("Runtime exited with error: exit status 3"));
        }
    }

    @Test
    void sendsNothingMoreToAProcessThatEndsAfterABrokenStream() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire();
                Wire nextControl = server.wire();
                Wire nextWork = server.wire()) {
            attach(control, work);
            CompletableFuture<Answer> answer = server.invoke("r1", true, new StringBuilder());
            work.read();
            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n3\r\none\r\n0\r\n"
                    + "Lambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"
                    + "Lambda-Runtime-Function-Error-Body: e30=\r\nHearth-Ends: true\r\n\r\n");
            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.FunctionError.class);

            server.invoke("r2", false, new StringBuilder());
            attach(nextControl, nextWork);

            assertThat(nextWork.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
        }
    }

    @Test
    void doesNotBlameAFunctionWhoseCodeCouldNotBeHad() throws Exception {
        CompletableFuture<Answer> answer = server.invoke("r1", false, new StringBuilder());

        failToHaveCode();
        assertThat(answer).as("it is tried once more").isNotDone();
        failToHaveCode();

        assertThat(answer.get(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).isEqualTo(Answer.Cause.NO_ENVIRONMENT));
    }

    private void failToHaveCode() throws Exception {
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control);
            work.send("POST /environment/v1/init-error HTTP/1.1\r\n" + IDENTITY
                    + "Lambda-Runtime-Function-Error-Type: Hearth.CodeUnavailable\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(work.read()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void survivesRubbish() throws Exception {
        for (String rubbish :
                List.of("\0\1\2\3\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "POST /environment/v1/next\r\n\r\n")) {
            try (Wire wire = server.wire()) {
                wire.send(rubbish);
                assertThat(wire.read()).startsWith("HTTP/1.1 403");
            }
        }
        try (Wire control = server.wire();
                Wire work = server.wire()) {
            attach(control, work);
        }
    }

    private void attach(Wire control) throws Exception {
        assertThat(server.attachControl(control)).startsWith("HTTP/1.1 200").contains("Hearth-Assignment-Handler: ");
    }

    private void attach(Wire control, Wire work) throws Exception {
        attach(control);
        work.send("GET /environment/v1/next HTTP/1.1\r\n" + IDENTITY + "\r\n");
    }

    /** Whoever reaches the port can do that as often as he likes. */
    @Test
    void refusalsOfOneAddressAreOneLineASecond() throws Exception {
        try (LogLines lines = new LogLines(RefusalLog.class)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                try (Wire wire = server.wire()) {
                    wire.send("GET / HTTP/1.1\r\n\r\n");
                    assertThat(wire.read()).startsWith("HTTP/1.1 403");
                }
            }

            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            assertThat(lines.soFar()).hasSizeBetween(1, (int) seconds + 1);
        }
    }

    @Test
    void refusesAHeaderThatGoesOnInAnotherLine() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("GET /environment/v1/next HTTP/1.1\r\n" + IDENTITY + "a: 1\r\n 2\r\n\r\n");

            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("not HTTP/1.1");
        }
    }
}

package dev.hearth.gateway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.DispatchSettings;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.FunctionDispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.MetricsTarget;
import dev.hearth.gateway.fleet.Fleet;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The environment protocol over real sockets, the environment's side written byte by byte. */
class EnvironmentServerIT {
    private static final Revision REVISION = Revisions.of("hello");
    private static final String IDENTITY = "Hearth-Environment-Id: e1\r\nAuthorization: Bearer secret\r\n";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FunctionDispatcher dispatcher = new FunctionDispatcher(
            new OneFunction(),
            new OneEnvironment(),
            InstallationConcurrency.ofOneAccount(10),
            DispatchSettings.defaults(Duration.ofMinutes(1)),
            System::nanoTime);
    private EnvironmentServer server;

    @BeforeEach
    void listen() {
        server = EnvironmentServer.start(EnvironmentSettings.loopback(), loops, dispatcher::identify);
    }

    @AfterEach
    void stop() {
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void refusesAWrongToken() throws Exception {
        try (Wire wire = new Wire()) {
            wire.send("POST /environment/v1/attach HTTP/1.1\r\nHearth-Environment-Id: e1\r\n"
                    + "Authorization: Bearer guess\r\nContent-Length: 0\r\n\r\n");

            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("unknown environment or wrong token");
            assertThat(wire.read()).isEmpty();
        }
    }

    @Test
    void refusesAnotherProtocolVersion() throws Exception {
        try (Wire wire = new Wire()) {
            wire.send("POST /environment/v1/attach HTTP/1.1\r\n" + IDENTITY
                    + "Hearth-Protocol-Version: 7\r\nContent-Length: 0\r\n\r\n");

            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("this gateway speaks 1");
        }
    }

    @Test
    void givesTheAssignmentThenInvocationsOnOneExchangeEach() throws Exception {
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
            CompletableFuture<Answer> first = invoke("r1", false, new StringBuilder());
            assertThat(work.read())
                    .contains("Lambda-Runtime-Aws-Request-Id: r1", "Hearth-Remaining-Ms: ", "\r\n\r\n{\"n\":1}");

            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nContent-Length: 4\r\n\r\n\"ok\"");

            assertThat(first.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.Success.class,
                            ok -> assertThat(ok.payload()).asString().isEqualTo("\"ok\""));
            invoke("r2", false, new StringBuilder());
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
        }
    }

    @Test
    void aStreamThatIsNotTheRunningInvocationsReachesNobody() throws Exception {
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = invoke("r1", true, chunks);
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r1");

            work.send(streamed("r0"));
            work.send(streamed("r1"));

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(chunks).hasToString("one");
        }
    }

    @Test
    void aStreamThatNobodyAskedForReachesNobody() throws Exception {
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = invoke("r1", false, chunks);
            work.read();

            work.send(streamed("r1"));

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(chunks).isEmpty();
        }
    }

    @Test
    void aTailThatIsNoneIsNotPassedOn() throws Exception {
        for (String tail : new String[] {"A".repeat(8_000), "no base64"}) {
            try (Wire control = new Wire();
                    Wire work = new Wire()) {
                attach(control, work);
                CompletableFuture<Answer> answer = invoke("r1", false, new StringBuilder());
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
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
            StringBuilder chunks = new StringBuilder();
            CompletableFuture<Answer> answer = invoke("r1", true, chunks);
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
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
            control.send("POST /environment/v1/control HTTP/1.1\r\nHearth-State: READY\r\nHearth-Metrics-Port: 4711\r\n"
                    + "Content-Length: 0\r\n\r\n");

            await().until(() -> !dispatcher.metricsTargets().isEmpty());
            assertThat(dispatcher.metricsTargets()).containsExactly(new MetricsTarget("e1", REVISION, 4711));
        }
        await().until(() -> dispatcher.metricsTargets().isEmpty());
    }

    @Test
    void takesNoResultThatIsBroken() throws Exception {
        try (Wire control = new Wire();
                Wire work = new Wire();
                Wire next = new Wire()) {
            attach(control, work);
            CompletableFuture<Answer> answer = invoke("r1", false, new StringBuilder());
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
        try (Wire control = new Wire();
                Wire work = new Wire();
                Wire nextControl = new Wire();
                Wire nextWork = new Wire()) {
            attach(control, work);
            CompletableFuture<Answer> answer = invoke("r1", true, new StringBuilder());
            work.read();
            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n3\r\none\r\n0\r\n"
                    + "Lambda-Runtime-Function-Error-Type: Runtime.UserException\r\n"
                    + "Lambda-Runtime-Function-Error-Body: e30=\r\nHearth-Ends: true\r\n\r\n");
            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.FunctionError.class);

            invoke("r2", false, new StringBuilder());
            attach(nextControl, nextWork);

            assertThat(nextWork.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
        }
    }

    @Test
    void doesNotBlameAFunctionWhoseCodeCouldNotBeHad() throws Exception {
        CompletableFuture<Answer> answer = invoke("r1", false, new StringBuilder());

        failToHaveCode();
        assertThat(answer).as("it is tried once more").isNotDone();
        failToHaveCode();

        assertThat(answer.get(5, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).isEqualTo(Answer.Cause.NO_ENVIRONMENT));
    }

    private void failToHaveCode() throws Exception {
        try (Wire control = new Wire();
                Wire work = new Wire()) {
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
            try (Wire wire = new Wire()) {
                wire.send(rubbish);
                assertThat(wire.read()).startsWith("HTTP/1.1 403");
            }
        }
        try (Wire control = new Wire();
                Wire work = new Wire()) {
            attach(control, work);
        }
    }

    private static void attach(Wire control) throws Exception {
        control.send("POST /environment/v1/attach HTTP/1.1\r\n" + IDENTITY
                + "Hearth-Protocol-Version: 1\r\nContent-Length: 0\r\n\r\n");
        assertThat(control.read()).startsWith("HTTP/1.1 200").contains("Hearth-Assignment-Handler: ");
    }

    private static void attach(Wire control, Wire work) throws Exception {
        attach(control);
        work.send("GET /environment/v1/next HTTP/1.1\r\n" + IDENTITY + "\r\n");
    }

    private CompletableFuture<Answer> invoke(String requestId, boolean streaming, StringBuilder chunks) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Invocation invocation = new Invocation(
                requestId,
                REVISION,
                "arn",
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                Optional.empty(),
                false,
                streaming);
        dispatcher.dispatch(invocation, new Dispatcher.Caller() {
            @Override
            public void chunk(byte[] bytes) {
                chunks.append(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void answered(Answer given) {
                answer.complete(given);
            }
        });
        return answer;
    }

    /** A socket to the server; reads one answer at a time. */
    private final class Wire implements AutoCloseable {
        private final Socket socket = new Socket("127.0.0.1", server.port());

        private Wire() throws Exception {
            socket.setSoTimeout(5_000);
        }

        void send(String text) throws Exception {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Head and body of the next answer; empty at the end of the connection. */
        String read() throws Exception {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return head.toString(StandardCharsets.ISO_8859_1);
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines()
                    .filter(line -> line.startsWith("content-length: "))
                    .mapToInt(line -> Integer.parseInt(line.substring(16).trim()))
                    .findFirst()
                    .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws Exception {
            socket.close();
        }
    }

    private static final class OneFunction implements Catalog {
        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            return Optional.of(REVISION);
        }

        @Override
        public Collection<Revision> all() {
            return List.of(REVISION);
        }
    }

    private static final class OneEnvironment implements Fleet {
        @Override
        public void want(Revision revision, int environments) {}

        @Override
        public void release(Revision revision, String environmentId) {}

        @Override
        public void remove(Revision revision, String environmentId) {}

        @Override
        public CompletionStage<Optional<Revision>> identify(String environmentId, String token) {
            return CompletableFuture.completedStage(
                    Optional.of(REVISION).filter(_ -> environmentId.equals("e1") && token.equals("secret")));
        }
    }
}

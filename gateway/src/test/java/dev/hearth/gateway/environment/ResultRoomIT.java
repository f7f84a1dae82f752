package dev.hearth.gateway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Results on their way from environments take memory of their callers' accounts, or wait for it. */
class ResultRoomIT {
    private static final int SIZE = 400_000;
    private static final String BODY = "\"" + "x".repeat(SIZE - 2) + "\"";
    private static final String CHUNK = "186a0\r\n" + "x".repeat(100_000) + "\r\n";

    private final SharedBudget budget = new SharedBudget(500_000, 0, 500_000);
    private final Holding others = new Holding(budget.share("others"), Purpose.FINISH);
    private final Holding result = new Holding(budget.share("caller"), Purpose.FINISH);
    private OneEnvironmentServer server = new OneEnvironmentServer(settings(300, Duration.ofMinutes(1)));

    @AfterEach
    void stop() {
        server.close();
    }

    private EnvironmentSettings settings(int maxConnections, Duration resultWait) {
        return settings(maxConnections, Duration.ofMinutes(1), resultWait);
    }

    private EnvironmentSettings settings(int maxConnections, Duration firstRequest, Duration resultWait) {
        EnvironmentSettings usual = EnvironmentSettings.loopback();
        return new EnvironmentSettings(
                usual.host(), 0, Optional.empty(), Optional.empty(), maxConnections, firstRequest, resultWait, budget);
    }

    private static String response(String requestId, String body) {
        return "POST /environment/v1/invocations/" + requestId + "/response HTTP/1.1\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void aResultIsHeldUntilItsCallerHasTakenIt() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            CompletableFuture<Answer> answer = server.invoke("r1", false, result);
            work.read();
            work.send(response("r1", BODY));

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(result.held()).isEqualTo(SIZE);
        }
    }

    @Test
    void aResultWaitsInItsEnvironmentUntilThereIsRoom() throws Exception {
        others.grow(400_000);
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            CompletableFuture<Answer> answer = server.invoke("r1", false, result);
            work.read();
            Thread sender = Thread.startVirtualThread(() -> work.trySend(response("r1", BODY)));
            await().until(result::isAwaited);
            assertThat(budget.held()).isEqualTo(400_000);
            assertThat(answer).isNotDone();
            others.close();

            assertThat(answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.Success.class, ok -> assertThat(ok.payload()).hasSize(SIZE));
            sender.join();
            server.invoke("r2", false, Holding.unbounded());
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
        }
    }

    @Test
    void aResultThatHasWaitedTooLongIsDroppedAndItsEnvironmentGoesOn() throws Exception {
        server.close();
        server = new OneEnvironmentServer(settings(300, Duration.ofMillis(200)));
        others.grow(400_000);
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            CompletableFuture<Answer> answer = server.invoke("r1", false, result);
            work.read();
            work.send(response("r1", BODY));

            assertThat(answer.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.Unavailable.class,
                            lost -> assertThat(lost.cause()).isEqualTo(Answer.Cause.RESULT_DROPPED));
            assertThat(result.held()).isZero();
            CompletableFuture<Answer> next = server.invoke("r2", false, Holding.unbounded());
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
            work.send(response("r2", "1"));
            assertThat(next.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
        }
    }

    @Test
    void aResultThatNobodyWaitsForTakesNoRoom() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            server.invoke("r1", false, result);
            work.read();
            String response = response("r1", BODY);
            work.send(response.substring(0, 200_000));
            await().until(() -> result.held() == SIZE);
            result.close();
            work.send(response.substring(200_000));

            assertThat(budget.held()).isZero();
            CompletableFuture<Answer> next = server.invoke("r2", false, Holding.unbounded());
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
            work.send(response("r2", "1"));
            assertThat(next.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
        }
    }

    @Test
    void aStreamedResultTakesRoomPieceByPiece() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            CompletableFuture<Answer> answer = server.invoke("r1", true, result);
            work.read();
            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n5\r\nhello\r\n");
            await().until(() -> result.held() == 5);
            others.grow(budget.total() - 5);
            work.send("5\r\nworld\r\n0\r\n\r\n");
            await().until(result::isAwaited);
            assertThat(answer).isNotDone();
            others.close();

            assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(Answer.Success.class);
            assertThat(result.held()).isEqualTo(10);
        }
    }

    /** A function whose caller has gone may come to its end; one that sends for ever does not. */
    @Test
    void aStreamThatNobodyWaitsForMayEndAndIsCutIfItDoesNot() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            server.invoke("r1", true, result);
            work.read();
            result.close();
            work.send(stream("r1") + CHUNK.repeat(70) + "0\r\n\r\n");
            Holding second = new Holding(budget.share("caller"), Purpose.FINISH);
            server.invoke("r2", true, second);
            assertThat(work.read()).contains("Lambda-Runtime-Aws-Request-Id: r2");
            second.close();

            work.send(stream("r2"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            work.send(CHUNK);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static String stream(String requestId) {
        return "POST /environment/v1/invocations/" + requestId + "/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n";
    }

    /** Of the account whose function it is, until it is whole. */
    @Test
    void anInitsErrorTakesMemoryTooAndIsBounded() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.wire()) {
            server.attachControl(control);
            work.send(server.initError(200_000) + "{");
            await().until(() -> budget.held() == 200_000);
            work.send(" ".repeat(199_998) + "}");
            assertThat(work.read()).startsWith("HTTP/1.1 200");
            await().until(() -> budget.held() == 0);

            work.send(server.initError(8_000_000) + " ".repeat(300_000));
            assertThat(work.read()).startsWith("HTTP/1.1 403").contains("body too large");
        }
        await().until(() -> budget.held() == 0);
    }

    /** Its connection is not read on, though it was not read either until it had proven whose it is. */
    @Test
    void anInitsErrorWaitsForMemoryInItsEnvironment() throws Exception {
        others.grow(budget.total());
        try (OneEnvironmentServer.Wire wire = server.wire()) {
            String head = server.initError(0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
            Thread sender = Thread.startVirtualThread(
                    () -> wire.trySend(head + ("186a0\r\n" + "x".repeat(100_000) + "\r\n").repeat(300)));

            await().during(Duration.ofSeconds(1)).until(sender::isAlive);
            others.close();
            assertThat(wire.read()).startsWith("HTTP/1.1 403").contains("body too large");
        }
    }

    @Test
    void aResultThatNobodyWantsPieceByPieceComesAsAWhole() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire work = server.attach(control)) {
            CompletableFuture<Answer> answer = server.invoke("r1", false, result);
            work.read();
            work.send("POST /environment/v1/invocations/r1/response HTTP/1.1\r\nContent-Length: 2\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\n\r\n42");

            assertThat(answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Answer.Success.class,
                            ok -> assertThat(ok.payload()).asString().isEqualTo("42"));
            assertThat(result.held()).isEqualTo(2);
        }
    }

    @Test
    void headersAreBoundedInNumber() throws Exception {
        try (OneEnvironmentServer.Wire wire = server.wire()) {
            wire.send(server.initError(0).replace("Content-Length", "a:\r\n".repeat(10_000) + "Content-Length"));
            assertThat(wire.read()).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void anEnvironmentThatAsksAndReadsNothingIsCut() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire();
                OneEnvironmentServer.Wire wire = server.wire()) {
            server.attachControl(control);
            String asked = server.initError(0).repeat(1_000);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            wire.send(asked);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void bodiesThatNobodyAskedForAreNotKept() throws Exception {
        try (OneEnvironmentServer.Wire control = server.wire()) {
            server.attachControl(control);
            control.send("POST /environment/v1/control HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "186a0\r\n" + "x".repeat(100_000) + "\r\n";
            assertThatThrownBy(() -> control.send(chunk.repeat(200))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anEnvironmentCannotHaveAnyNumberOfConnections() throws Exception {
        for (int i = 0; i < ConnectionsPerEnvironment.MOST; i++) {
            server.wire().send(server.initError(10) + "{");
        }
        await().until(() -> budget.held() == 10L * ConnectionsPerEnvironment.MOST);
        try (OneEnvironmentServer.Wire another = server.wire()) {
            another.send(server.initError(10) + "{");
            assertThat(another.read()).startsWith("HTTP/1.1 403").contains("more than 16 connections");
        }
    }

    @Test
    void aConnectionThatProvesNothingIsClosed() throws Exception {
        server.close();
        server = new OneEnvironmentServer(settings(300, Duration.ofMillis(300), Duration.ofMinutes(1)));
        try (OneEnvironmentServer.Wire silent = server.wire()) {
            assertThat(silent.read()).isEmpty();
        }
    }

    @Test
    void anAddressCannotHaveAllConnections() throws Exception {
        server.close();
        server = new OneEnvironmentServer(settings(400, Duration.ofMinutes(1)));
        for (int i = 0; i < 300; i++) {
            server.wire();
        }
        try (OneEnvironmentServer.Wire other = server.wire("127.0.0.2")) {
            assertThat(server.attachControl(other)).startsWith("HTTP/1.1 200");
        }
    }
}

package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.memory.GatewayMemory;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is held for callers is counted, bounded and given back, whatever they do. */
class HeldMemoryIT {
    private static final int MIB = 1 << 20;
    private static final int LARGE = 6 * MIB;
    private static final Caller SOMEBODY = new OneAccount(FakeCatalog.ACCOUNT);
    private static final Access LOOPBACK = new LoopbackAccess(SOMEBODY);

    private final GatewayMemory memory = GatewayMemory.of(64 * MIB);
    private final List<RawCaller> callers = new ArrayList<>();
    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawCaller caller : callers) {
            caller.close();
        }
        servers.forEach(TestServer::close);
        servers.clear();
    }

    private TestServer start(Access access) {
        return start(TestServer.settings(), access);
    }

    private TestServer start(InvokeSettings settings, Access access) {
        TestServer server = new TestServer(settings, access, memory);
        servers.add(server);
        return server;
    }

    private RawCaller call(TestServer server, String bytes) throws Exception {
        RawCaller caller = server.raw();
        callers.add(caller);
        return caller.send(bytes);
    }

    // ---- answers ----

    @Test
    void unreadAnswersOfAnAccountTakeHalfOfTheMemoryAtMost() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = HeldMemoryIT::largeIfThereIsRoom;
        for (int i = 0; i < 50; i++) {
            call(server, RawCaller.invoke("{}"));
        }
        await().until(() -> server.dispatcher.running.size() + memory.accounts().refusedOverShare() >= 50);

        assertThat(memory.accounts().held()).isBetween((long) LARGE, 32L * MIB);
        assertThat(memory.accounts().refusedOverShare()).isPositive();
        stop();
        await().untilAsserted(() -> assertThat(memory.accounts().held()).isZero());
    }

    private static void largeIfThereIsRoom(Invocation invocation, Dispatcher.Caller caller) {
        boolean room = invocation.result().grow(LARGE).isGranted();
        caller.answered(
                room
                        ? new Answer.Success(new byte[LARGE], Optional.empty())
                        : new Answer.Unavailable(Answer.Cause.RESULT_DROPPED, "no room"));
    }

    @Test
    void copiesOfUnreadAnswersStaySmall() throws Exception {
        TestServer server = start(LOOPBACK);
        byte[] large = new byte[LARGE];
        server.dispatcher.behaviour = FakeDispatcher.always(new Answer.Success(large, Optional.empty()));
        long before = direct();
        for (int i = 0; i < 50; i++) {
            call(server, RawCaller.invoke("{}"));
        }
        await().until(() -> server.dispatcher.running.size() == 50);

        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(direct() - before).isLessThan(60L * MIB));
    }

    private static long direct() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void anAnswerThatIsReadComesWhole() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = HeldMemoryIT::largeIfThereIsRoom;
        RawCaller caller = call(server, RawCaller.invoke("{}").repeat(3));

        for (int i = 0; i < 3; i++) {
            assertThat(caller.answer()).startsWith("HTTP/1.1 200").hasSizeGreaterThan(LARGE);
        }
        await().untilAsserted(() -> assertThat(memory.accounts().held()).isZero());
    }

    @Test
    void aStreamsPiecesAreGivenBackAsTheyAreRead() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = (_, _) -> {};
        RawCaller caller = call(
                server,
                RawCaller.invoke("{}")
                        .replace("2015-03-31", "2021-11-15")
                        .replace("/invocations", "/response-streaming-invocations"));
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        running.invocation.result().grow(1_000);
        running.caller.chunk(new byte[1_000]);

        assertThat(caller.answer()).startsWith("HTTP/1.1 200");
        await().untilAsserted(
                        () -> assertThat(running.invocation.result().held()).isZero());
    }

    @Test
    void aReaderThatIsTooSlowIsCut() throws Exception {
        TestServer server = start(TestServer.limits(100, Duration.ofMillis(500), 20 * MIB), LOOPBACK);
        server.dispatcher.behaviour = FakeDispatcher.always(new Answer.Success(new byte[LARGE], Optional.empty()));
        RawCaller caller = call(server, RawCaller.invoke("{}").repeat(4));

        assertThat(readSlowly(caller)).isLessThan(4L * LARGE);
    }

    /** Some bytes every now and then, up to the end of the connection. */
    private static long readSlowly(RawCaller caller) throws InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        long all = 0;
        try {
            for (int read = 0; read >= 0; read = caller.socket.getInputStream().read(buffer)) {
                all += read;
                Thread.sleep(50);
            }
        } catch (IOException reset) {
            // cut
        }
        return all;
    }

    @Test
    void aSlowFunctionIsNotTheReadersFault() throws Exception {
        TestServer server = start(TestServer.limits(100, Duration.ofMillis(200), 20 * MIB), LOOPBACK);
        server.dispatcher.behaviour = (_, _) -> {};
        RawCaller caller = call(
                server,
                RawCaller.invoke("{}")
                        .replace("2015-03-31", "2021-11-15")
                        .replace("/invocations", "/response-streaming-invocations"));
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        for (int i = 0; i < 6; i++) {
            running.caller.chunk(new byte[10]);
            assertThat(running.told.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
        running.caller.answered(FakeDispatcher.success(""));

        assertThat(caller.answer()).startsWith("HTTP/1.1 200");
        assertThat(running.told).isEmpty();
    }

    // ---- bodies ----

    @Test
    void noBodyIsReadBeforeItsBearerIsKnown() throws Exception {
        CompletableFuture<Access.Verdict> later = new CompletableFuture<>();
        TestServer server = start(new Later(later));
        for (int i = 0; i < 47; i++) {
            call(
                    server,
                    RawCaller.head(5 * MIB).replace("\r\n\r\n", "\r\nAuthorization: Bearer nobody\r\n\r\n")
                            + " ".repeat(100_000));
        }
        await().until(() -> server.server.connections() == 47);

        assertThat(server.invoke("hello", " ".repeat(200_000) + "1").statusCode())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(memory.accounts().held()).isZero());
        assertThat(memory.unproven().held()).isLessThan(100_000);
        later.complete(Access.refused(Refusal.Kind.UNRECOGNIZED_CLIENT, "nobody"));
        callers.getFirst().send(" ".repeat(5 * MIB - 100_000));
        assertThat(callers.getFirst().answer()).startsWith("HTTP/1.1 403");
    }

    @Test
    void aBodyIsReadOnceItsBearerIsKnown() throws Exception {
        CompletableFuture<Access.Verdict> later = new CompletableFuture<>();
        TestServer server = start(new Later(later));
        RawCaller caller = call(
                server,
                RawCaller.invoke("\"late\"")
                        .replace("\r\n\r\n", "\r\nAuthorization: Bearer one\r\n\r\n")
                        .repeat(2));
        await().until(() -> server.server.connections() == 1);
        later.complete(new Access.Admitted(SOMEBODY));

        assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("\"late\"");
        assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("\"late\"");
    }

    @Test
    void whoSendsNoBodyOnceItsBearerIsKnownIsCut() throws Exception {
        CompletableFuture<Access.Verdict> later = new CompletableFuture<>();
        TestServer server = start(TestServer.hasty(), new Later(later));
        RawCaller caller =
                call(server, RawCaller.head(MIB).replace("\r\n\r\n", "\r\nAuthorization: Bearer one\r\n\r\n"));
        await().until(() -> server.server.connections() == 1);
        later.complete(new Access.Admitted(SOMEBODY));

        assertThat(caller.rest()).startsWith("HTTP/1.1 408");
    }

    /** Bearers are decided later, everybody else is known. */
    private record Later(CompletionStage<Access.Verdict> answer) implements Access {
        @Override
        public Verdict check(HttpRequest head, SocketAddress remote) {
            return head.headers().contains("Authorization") ? new Asked(answer) : new Admitted(SOMEBODY);
        }
    }

    @Test
    void bodiesOfTheUnprovenTakeNothingFromAccounts() throws Exception {
        TestServer server = start(new Unproven());
        String head = RawCaller.head(4 * MIB).replace("\r\n\r\n", "\r\nAuthorization: signed\r\n\r\n");
        for (int i = 0; i < 12; i++) {
            call(server, head + " ".repeat(3 * MIB));
        }
        await().until(() ->
                memory.unproven().refusedOverShare() + memory.unproven().refusedFull() > 0);

        assertThat(memory.accounts().held()).isZero();
        assertThat(memory.unproven().held()).isLessThanOrEqualTo(16L * MIB);
        assertThat(server.invoke("hello", " ".repeat(2 * MIB) + "1").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoIsRefusedForLackOfMemoryIsToldWhoseDoingItIs() throws Exception {
        GatewayMemory small = GatewayMemory.of(MIB);
        try (TestServer server = new TestServer(TestServer.settings(), new Unproven(), small)) {
            String signed = RawCaller.head(MIB).replace("\r\n\r\n", "\r\nAuthorization: signed\r\n\r\n");
            callers.add(server.raw().send(signed + " ".repeat(MIB)));
            assertThat(callers.getLast().answer())
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("retry-after: 1")
                    .contains("ServiceException");
            callers.add(server.raw().send(RawCaller.head(MIB) + " ".repeat(MIB)));
            assertThat(callers.getLast().answer()).startsWith("HTTP/1.1 429").contains("CallerRateLimitExceeded");
        }
    }

    @Test
    void aProvenBodyIsItsAccounts() throws Exception {
        TestServer server = start(new Unproven());
        server.dispatcher.behaviour = (_, _) -> {};
        call(
                server,
                RawCaller.invoke("\"" + "x".repeat(5_000) + "\"")
                        .replace("\r\n\r\n", "\r\nAuthorization: signed\r\n\r\n"));
        server.dispatcher.awaitRunning();

        assertThat(memory.unproven().held()).isZero();
        assertThat(memory.accounts().held()).isEqualTo(5_002);
    }

    /** It takes the body to find out, unless there is no signature. */
    private record Unproven() implements Access {
        @Override
        public Verdict check(HttpRequest head, SocketAddress remote) {
            return head.headers().contains("Authorization")
                    ? new Undecided(_ -> CompletableFuture.completedStage(new Admitted(SOMEBODY)))
                    : new Admitted(SOMEBODY);
        }
    }

    @Test
    void anEventIsHeldUntilItsInvocationEndsThoughItsCallerHasGone() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = (_, _) -> {};
        RawCaller caller = call(server, RawCaller.invoke("\"" + "x".repeat(100_000) + "\""));
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        caller.vanish();
        assertThat(running.told.poll(5, TimeUnit.SECONDS)).isEqualTo("abandoned");

        assertThat(memory.accounts().held()).isEqualTo(100_002);
        running.caller.answered(FakeDispatcher.success("1"));
        assertThat(memory.accounts().held()).isZero();
    }

    // ---- connections ----

    @Test
    void anAddressCannotHaveAllConnections() throws Exception {
        TestServer server = start(TestServer.connections(400), LOOPBACK);
        for (int i = 0; i < 250; i++) {
            callers.add(server.raw());
        }
        await().during(Duration.ofMillis(200)).until(() -> server.server.connections() == 200);
        try (RawCaller other = new RawCaller(server.server.port(), "127.0.0.2")) {
            assertThat(other.send(RawCaller.invoke("1")).answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aProvenCallersConnectionLeavesItsPlaceToNewOnes() throws Exception {
        TestServer server = start(TestServer.connections(400), LOOPBACK);
        for (int i = 0; i < 150; i++) {
            assertThat(call(server, RawCaller.invoke("1")).answer()).startsWith("HTTP/1.1 200");
        }
        assertThat(server.server.connections()).isEqualTo(150);
    }

    /** Each of them has its share, and more than one account. */
    @Test
    void anAccountCannotHaveAllConnectionsFromManyAddresses() throws Exception {
        TestServer server = start(TestServer.connections(400), LOOPBACK);
        int refused = 0;
        for (int i = 0; i < 6 * 60; i++) {
            RawCaller caller = new RawCaller(server.server.port(), "127.0.0." + (2 + i / 60));
            callers.add(caller);
            String answer = caller.send(RawCaller.invoke("1")).answer();
            refused += answer.startsWith("HTTP/1.1 429") ? 1 : 0;
        }
        assertThat(refused).isBetween(150, 250);
        await().untilAsserted(() -> assertThat(server.server.connections()).isBetween(150, 200));
    }

    /** Each of many addresses has so few that none is over its share. */
    @Test
    void whoComesIsHeardWhenSilentOnesHaveAllPlaces() throws Exception {
        TestServer server = start(TestServer.connections(400), LOOPBACK);
        for (int i = 0; i < 6 * 60; i++) {
            callers.add(new RawCaller(server.server.port(), "127.0.0." + (2 + i / 60)));
        }
        for (int i = 0; i < 20; i++) {
            try (RawCaller newcomer = new RawCaller(server.server.port(), "127.0.0." + (50 + i))) {
                assertThat(newcomer.send(RawCaller.invoke("1")).answer()).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** Each came in sixteen bytes and takes hundreds; a large body before makes for large reads. */
    @Test
    void requestsThatAreSentAheadTakeMemory() throws Exception {
        TestServer server = start(LOOPBACK);
        RawCaller caller = call(server, RawCaller.invoke("\"" + "x".repeat(2 * MIB) + "\""));
        assertThat(caller.answer()).startsWith("HTTP/1.1 200");
        server.dispatcher.awaitRunning();
        server.dispatcher.behaviour = (_, _) -> {};
        caller.send(RawCaller.invoke("1") + "G / HTTP/1.1\r\n\r\n".repeat(4_000));

        await().until(() -> memory.accounts().held() > 100 * 512);
        caller.vanish(); // which nobody sees before its answer is written, since it is not read meanwhile
        server.dispatcher.awaitRunning().caller.answered(FakeDispatcher.success("1"));
        await().until(() -> memory.accounts().held() == 0);
    }

    // ---- ends ----

    /** The end of it waits in our buffers when the last of it has been written. */
    @Test
    void aCallerThatSendsNothingMoreAndReadsSlowlyGetsItsWholeAnswer() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = FakeDispatcher.always(FakeDispatcher.success("\"" + "x".repeat(LARGE) + "\""));
        RawCaller caller = call(server, RawCaller.invoke("1"));
        caller.socket.shutdownOutput();
        await().pollDelay(Duration.ofMillis(300)).until(() -> memory.accounts().held() < 2 * LARGE);

        assertThat(caller.rest()).hasSizeGreaterThan(LARGE).endsWith("x\"");
    }

    /** Its server drains while it is between two requests. */
    @Test
    void anIdleConnectionEndsWhenItsServerDrains() throws Exception {
        TestServer server = start(LOOPBACK);
        RawCaller caller = call(server, RawCaller.invoke("1"));
        assertThat(caller.answer()).startsWith("HTTP/1.1 200");
        server.server.drain(Duration.ofSeconds(20)).get(5, TimeUnit.SECONDS);

        assertThat(caller.rest()).isEmpty();
    }

    @Test
    void answersACallerThatSendsNothingMore() throws Exception {
        TestServer server = start(LOOPBACK);
        server.dispatcher.behaviour = (_, _) -> {};
        RawCaller caller = call(server, RawCaller.invoke("1"));
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        caller.socket.shutdownOutput();
        assertThat(running.told.poll(300, TimeUnit.MILLISECONDS)).isNull();
        running.caller.answered(FakeDispatcher.success("1"));

        assertThat(caller.rest()).startsWith("HTTP/1.1 200");
        await().until(() -> server.server.connections() == 0);
    }

    @Test
    void answersEveryPipelinedRequestOfACallerThatSendsNothingMore() throws Exception {
        TestServer server = start(LOOPBACK);
        RawCaller caller = call(server, RawCaller.invoke("1").repeat(20));
        caller.socket.shutdownOutput();

        assertThat(caller.rest().split("HTTP/1.1 200", -1)).hasSize(21);
    }
}

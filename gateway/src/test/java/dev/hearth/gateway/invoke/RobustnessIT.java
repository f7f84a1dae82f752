package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.memory.GatewayMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that are slow, vanish, send rubbish or come in masses. */
class RobustnessIT {
    private static final int IDLE_CONNECTIONS = 10_000;
    private final TestServer server = new TestServer();
    private final TestServer hasty = new TestServer(
            TestServer.hasty(), new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)), GatewayMemory.of(1 << 20));

    @AfterEach
    void stop() {
        server.close();
        hasty.close();
    }

    @Test
    void tellsTheDispatcherWhenTheCallerVanishes() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        RawCaller caller = server.raw().send(RawCaller.invoke("{}"));
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        caller.vanish();
        assertThat(running.told.poll(5, TimeUnit.SECONDS)).isEqualTo("abandoned");
        running.caller.answered(FakeDispatcher.success("late"));
        assertThat(server.invoke("nobody", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void forgetsACallerThatVanishesInItsBody() throws Exception {
        server.raw().send(RawCaller.head(100) + "{").close();
        await().until(() -> server.server.connections() == 0);
        assertThat(server.dispatcher.running).isEmpty();
    }

    @Test
    void answersPipelinedRequestsInOrderOneAtATime() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        try (RawCaller caller = server.raw()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(RawCaller.invoke("\"" + i + "\""));
            }
            caller.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                FakeDispatcher.Running running = server.dispatcher.awaitRunning();
                assertThat(server.dispatcher.running).isEmpty();
                String body = new String(running.invocation.payload(), StandardCharsets.UTF_8);
                running.caller.answered(FakeDispatcher.success(body));
                assertThat(caller.answer()).endsWith("\r\n\r\n\"" + i + "\"");
            }
        }
    }

    @Test
    void answersPipelinedRequestsThatAreAnsweredAtOnce() throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.invoke("1").repeat(2_000));
            for (int i = 0; i < 2_000; i++) {
                assertThat(caller.answer()).endsWith("\r\n\r\n1");
            }
        }
    }

    @Test
    void answersTheRequestBeforePipelinedRubbish() throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.invoke("1") + "\u0001\u0002 rubbish\r\n\r\n");
            assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("1");
            assertThat(caller.rest()).startsWith("HTTP/1.1 400").contains("connection: close", "BadRequestException");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2, 3\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +2\r\n",
                "Content-Length : 2\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: identity, chunked, gzip\r\n",
            })
    void refusesRequestsWhoseEndIsDoubtful(String headers) throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send("POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: localhost\r\n" + headers
                    + "\r\n0\r\n\r\n");
            assertThat(caller.rest()).startsWith("HTTP/1.1 400");
        }
        assertThat(server.dispatcher.running).isEmpty();
    }

    @Test
    void limitsRequestLineAndHeaders() throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n\r\n");
            assertThat(caller.rest()).startsWith("HTTP/1.1 414");
        }
        try (RawCaller caller = server.raw()) {
            caller.send("GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "x".repeat(40_000) + "\r\n\r\n");
            assertThat(caller.rest()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void asksForTheBodyOnlyWhenItIsWanted() throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.head(1).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(caller.answer()).startsWith("HTTP/1.1 100");
            caller.send("1");
            assertThat(caller.answer()).startsWith("HTTP/1.1 200");
            caller.send(RawCaller.head(1)
                    .replace("hello", "nobody")
                    .replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(caller.rest()).startsWith("HTTP/1.1 404").contains("connection: close");
        }
    }

    @Test
    void answersAnEndlessBodyBeforeItEnds() throws Exception {
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.head(1L << 40) + "xxxx");
            assertThat(caller.rest()).startsWith("HTTP/1.1 413").contains("1099511627776 byte payload is too large");
        }
    }

    @Test
    void endsSlowCallers() throws Exception {
        try (RawCaller idle = hasty.raw();
                RawCaller line = hasty.raw().send("POST /2015-03-31");
                RawCaller body = hasty.raw().send(RawCaller.head(10) + "{")) {
            assertThat(idle.rest()).isEmpty();
            assertThat(line.rest()).isEmpty();
            assertThat(body.rest()).startsWith("HTTP/1.1 408").contains("RequestTimeoutException");
        }
        await().until(() -> hasty.server.connections() == 0);
    }

    @Test
    void endsACallerThatTricklesItsBody() throws Exception {
        try (RawCaller caller = hasty.raw().send(RawCaller.head(100_000))) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> refuses(caller));
        }
    }

    @Test
    void keepsAnInvocationThatTakesLongerThanAnyPatience() throws Exception {
        hasty.dispatcher.behaviour = (invocation, caller) -> {};
        try (RawCaller caller = hasty.raw().send(RawCaller.invoke("{}"))) {
            FakeDispatcher.Running running = hasty.dispatcher.awaitRunning();
            assertThat(running.told.poll(1, TimeUnit.SECONDS)).isNull();
            running.caller.answered(FakeDispatcher.success("1"));
            assertThat(caller.answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void endsACallerThatDoesNotReadItsAnswer() throws Exception {
        hasty.dispatcher.behaviour = FakeDispatcher.always(FakeDispatcher.success("\"" + "x".repeat(6_000_000) + "\""));
        try (RawCaller caller = hasty.raw().send(RawCaller.invoke("{}").repeat(4))) {
            await().until(() -> hasty.server.connections() == 1);
            await().atMost(Duration.ofSeconds(5)).until(() -> hasty.server.connections() == 0);
        }
    }

    /** The answer before the last has filled the kernel's buffers, so that the last one is read from ours. */
    @Test
    void letsACallerReadItsLastAnswerSlowly() throws Exception {
        int size = 6_000_000;
        String request = RawCaller.invoke("{}");
        try (TestServer patient = new TestServer(
                TestServer.patience(Duration.ofSeconds(1)), new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)))) {
            patient.dispatcher.behaviour =
                    FakeDispatcher.always(FakeDispatcher.success("\"" + "x".repeat(size) + "\""));
            try (RawCaller caller =
                    patient.raw().send(request + request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))) {
                assertThat(readSlowly(caller)).isGreaterThan(2 * size);
            }
        }
    }

    /** Reads to the end, some 4 MB/s. */
    private static long readSlowly(RawCaller caller) throws Exception {
        byte[] buffer = new byte[64 * 1024];
        long read = 0;
        for (int last = 0; last >= 0; read += Math.max(0, last)) {
            last = caller.socket.getInputStream().readNBytes(buffer, 0, buffer.length);
            last = last == 0 ? -1 : last;
            Thread.sleep(15);
        }
        return read;
    }

    @Test
    void holdsAStreamWhileItsCallerIsSlow() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.invoke("{}")
                    .replace("2015-03-31", "2021-11-15")
                    .replace("/invocations", "/response-streaming-invocations"));
            FakeDispatcher.Running running = server.dispatcher.awaitRunning();
            while (running.told.isEmpty()) {
                running.caller.chunk(new byte[64 * 1024]);
                Thread.onSpinWait();
            }
            assertThat(running.told.take()).isEqualTo("shut");
            running.caller.chunk(new byte[1]);
            Thread reader = Thread.startVirtualThread(() -> readAll(caller));
            assertThat(running.told.poll(5, TimeUnit.SECONDS)).isEqualTo("open");
            caller.vanish();
            reader.join();
            await().until(() -> running.told.contains("abandoned"));
        }
    }

    @Test
    void boundsTheMemoryOfBodies() throws Exception {
        try (RawCaller caller = hasty.raw().send(RawCaller.head(2_000_000)).send(new byte[2_000_000])) {
            assertThat(caller.answer()).startsWith("HTTP/1.1 429").contains("CallerRateLimitExceeded");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(hasty.invoke("hello", " ".repeat(200_000) + "1").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void survivesAThousandMalformedRequests() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RobustnessIT malformed requests, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            try (RawCaller caller = server.raw()) {
                caller.send(malformed(random));
                caller.socket.shutdownOutput();
                caller.rest();
            } catch (IOException reset) {
                assertThat(reset)
                        .as("seed %d, request %d", seed, i)
                        .isNotInstanceOf(java.net.SocketTimeoutException.class);
            }
        }
        assertThat(server.invoke("hello", "{}").statusCode()).isEqualTo(200);
        await().until(() -> server.server.connections() <= 1);
    }

    @Test
    void holdsTenThousandIdleConnections() throws Exception {
        TestServer large = new TestServer(
                TestServer.connections(5 * IDLE_CONNECTIONS), new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT)));
        long before = usedHeap();
        Process callers = IdleCallers.start(large.server.port(), IDLE_CONNECTIONS);
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> large.server.connections() == IDLE_CONNECTIONS);
            System.out.printf(
                    "RobustnessIT %d idle connections, %d bytes of heap each%n",
                    IDLE_CONNECTIONS, (usedHeap() - before) / IDLE_CONNECTIONS);
            for (int i = 0; i < 100; i++) {
                assertThat(large.invoke("hello", "1").statusCode()).isEqualTo(200);
            }
        } finally {
            callers.destroyForcibly().waitFor();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> large.server.connections() <= 1);
        large.close();
    }

    private static boolean refuses(RawCaller caller) throws IOException {
        try {
            caller.send("x");
            return caller.socket.getInputStream().available() > 0;
        } catch (IOException closed) {
            return true;
        }
    }

    private static void readAll(RawCaller caller) {
        try {
            caller.rest();
        } catch (IOException closed) {
            // the test ends the connection
        }
    }

    /** A good request with some bytes changed, cut, doubled or put in front of it. */
    private static byte[] malformed(Random random) {
        StringBuilder request = new StringBuilder(RawCaller.invoke("{\"name\":\"Ada\"}"));
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            int at = random.nextInt(request.length());
            switch (random.nextInt(5)) {
                case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                case 1 -> request.setLength(Math.max(1, at));
                case 2 -> request.insert(at, request.substring(0, Math.min(40, request.length())));
                case 3 -> request.insert(at, random.nextBoolean() ? "\r\n" : "\n\0:");
                default -> request.deleteCharAt(at).append(' ');
            }
        }
        return request.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

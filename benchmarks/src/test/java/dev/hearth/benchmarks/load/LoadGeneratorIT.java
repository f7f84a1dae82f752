package dev.hearth.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorIT {
    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void countsExactlyWhatTheServerAnswered() {
        answer(200);

        Measurement seen = run(Load.steady("{}", 4, Duration.ofMillis(500)));

        assertThat(seen.answered().getTotalCount()).isEqualTo(served.get()).isPositive();
        assertThat(seen.errors()).isZero();
    }

    @Test
    void countsOtherAnswersByStatus() {
        answer(503);

        Measurement seen = run(Load.steady("{}", 1, Duration.ofMillis(200)));

        assertThat(seen.answered().getTotalCount()).isZero();
        assertThat(seen.otherAnswers()).containsOnlyKeys(503).containsValue((long) served.get());
    }

    @Test
    void refusedCallersPause() {
        answer(429);

        Measurement seen = run(new Load("{}", 3, Duration.ofMillis(500), Duration.ofMillis(200), Duration.ZERO));

        assertThat(seen.refused().getTotalCount()).isBetween(3L, 18L);
        assertThat(seen.errors()).isZero();
    }

    @Test
    void aPeerThatIsNotThereIsAnErrorAndNotAHang() {
        int port = server.getAddress().getPort();
        server.stop(0);

        Measurement seen = LoadGenerator.run(new Target(port, "/"), Load.steady("{}", 1, Duration.ofMillis(200)));

        assertThat(seen.transportErrors()).isPositive();
    }

    private void answer(int status) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            served.incrementAndGet();
            exchange.sendResponseHeaders(status, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
            exchange.close();
        });
    }

    private Measurement run(Load load) {
        return LoadGenerator.run(new Target(server.getAddress().getPort(), "/"), load);
    }
}

package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.operator.desired.DesiredAuthorities;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies beside an API server that takes its time for a namespace. */
class AuthorityCopiesIT {
    private static final String SLOW = "slow";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private HttpServer server;
    private KubernetesClient client;
    private AuthorityCopies copies;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        copies = new AuthorityCopies(client);
    }

    @AfterEach
    void end() {
        answer.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String namespace = exchange.getRequestURI().getPath().split("/")[4];
        if (namespace.equals(SLOW)) {
            asked.countDown();
            await(answer);
        }
        byte[] body = Serialization.asJson(version(namespace, String.valueOf(writes.incrementAndGet())))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConfigMap version(String namespace, String version) {
        return new ConfigMapBuilder(DesiredAuthorities.of(namespace, "pem"))
                .editMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private CompletableFuture<Void> ensureSlow() {
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> copies.ensure(SLOW, "pem"), threads);
        await(asked);
        return slow;
    }

    /** More than the map has bins: some share one with it. */
    @Test
    void aNamespaceWhoseCopyTakesLongHoldsUpNoOther() throws Exception {
        CompletableFuture<Void> slow = ensureSlow();

        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String namespace = "n" + i;
            others.add(CompletableFuture.runAsync(() -> copies.ensure(namespace, "pem"), threads));
        }

        CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);
        assertThat(slow).isNotDone();
        answer.countDown();
        slow.get(5, TimeUnit.SECONDS);
    }

    @Test
    void whatIsThereIsNotWrittenAgain() {
        copies.ensure("shop", "pem");
        copies.ensure("shop", "pem");

        assertThat(writes).hasValue(1);
        assertThat(copies.changed(version("shop", "1"))).isEmpty();
        assertThat(copies.changed(version("shop", "2"))).contains("shop");
    }

    @Test
    void aChangeThatIsToldDuringAWriteIsNotForgotten() throws Exception {
        CompletableFuture<Void> slow = ensureSlow();
        assertThat(copies.changed(version(SLOW, "7"))).contains(SLOW);
        answer.countDown();
        slow.get(5, TimeUnit.SECONDS);

        copies.ensure(SLOW, "pem");

        assertThat(writes).hasValue(2);
    }
}

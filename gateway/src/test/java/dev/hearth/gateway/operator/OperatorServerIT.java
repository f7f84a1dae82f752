package dev.hearth.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.code.PackageStore;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.TestZip;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.code.AddressGuard;
import dev.hearth.gateway.code.ClusterData;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeSources;
import dev.hearth.gateway.dispatch.Provisioned;
import dev.hearth.gateway.dispatch.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "the operator's";
    private static final String SERVED = "/operator/v1/namespaces/shop/functions/hello";

    @TempDir
    private Path cache;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Data data = new Data();
    private CodeSources sources;
    private final Hello hello = new Hello();
    private OperatorServer server;

    @BeforeEach
    void start() throws IOException {
        sources = new CodeSources(new PackageStore(cache, 1 << 30), data, new AddressGuard(List.of(), Set.of(), false));
        server = OperatorServer.start(0, Optional.empty(), TOKEN::equals, sources, hello, hello);
    }

    @AfterEach
    void end() throws IOException {
        data.release.countDown();
        server.close();
        sources.close();
    }

    @Test
    void answersNobodyButTheOperator() throws Exception {
        HttpResponse<String> stranger = send(HttpRequest.newBuilder(at(SERVED)).header("Authorization", "Bearer x"));
        HttpResponse<String> nobody = send(HttpRequest.newBuilder(at(SERVED)));

        assertThat(List.of(stranger.statusCode(), nobody.statusCode())).containsOnly(401);
        assertThat(stranger.body()).doesNotContain("hello-3");
    }

    @Test
    void closesAConnectionThatDoesNotSendItsRequest() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            slow.getOutputStream()
                    .write("POST /operator/v1/code HTTP/1.1\r\nHost: a\r\nContent-Le".getBytes(StandardCharsets.UTF_8));

            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void tellsWhatIsServed() throws Exception {
        HttpResponse<String> served = send(request(SERVED));
        HttpResponse<String> unknown = send(request(SERVED + "-2"));

        assertThat(JSON.readTree(served.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"revision\": \"hello-3\", \"generation\": 3, \"provisioned\": {\"allocated\": 2, \"available\": 1, \"failing\": false}}"));
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void isToldWhatToServe() throws Exception {
        assertThat(List.of(begin(SERVED, "u-1"), begin(SERVED, "u-2"), begin(SERVED + "-2", "u-1")))
                .containsExactly(200, 409, 409);
        HttpResponse<String> half =
                send(request(SERVED).PUT(HttpRequest.BodyPublishers.ofString("{\"uid\": \"u-1\"}")));
        assertThat(half.statusCode()).isEqualTo(400);
        assertThat(half.body()).contains("{uid, revision}");
    }

    private int begin(String path, String uid) throws Exception {
        String body = "{\"uid\": \"" + uid + "\", \"revision\": {\"generation\": 3}}";
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void withdrawsAVersionThatNobodyUses() throws Exception {
        String version = "/operator/v1/namespaces/shop/functionversions/hello";

        assertThat(send(request(version + "?uid=u-1").DELETE()).statusCode()).isEqualTo(200);
        assertThat(hello.withdrawn).containsExactly("hello u-1");
        hello.used = true;
        assertThat(send(request(version + "?uid=u-1").DELETE()).statusCode()).isEqualTo(409);
        assertThat(send(request(version).DELETE()).statusCode()).isEqualTo(400);
        assertThat(send(request(SERVED + "?uid=u-1").DELETE()).statusCode()).isEqualTo(400);
        assertThat(hello.withdrawn).hasSize(1);
    }

    @Test
    void tellsWhereAnAliasLeads() throws Exception {
        HttpResponse<String> live = send(request("/operator/v1/namespaces/shop/aliases/live"));

        assertThat(JSON.readTree(live.body()))
                .isEqualTo(JSON.readTree("{\"generation\": 7, \"functionVersion\": \"3\", \"secondVersion\": \"\"}"));
        assertThat(send(request("/operator/v1/namespaces/shop/aliases/old")).statusCode())
                .isEqualTo(404);
        assertThat(send(request("/operator/v1/namespaces/shop/secrets/old")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void pinsCode() throws Exception {
        HttpResponse<String> pinned = ask("there", "example.Handler::handle");

        JsonNode body = JSON.readTree(pinned.body());
        assertThat(pinned.statusCode()).isEqualTo(200);
        assertThat(HexFormat.of().parseHex(body.get("sha256").asText())).hasSize(32);
        assertThat(body.get("sizeBytes").asLong()).isPositive();
    }

    @Test
    void saysWhyCodeCannotBeHad() throws Exception {
        HttpResponse<String> missing = ask("missing", "");
        HttpResponse<String> empty = ask("there", "example.Other::handle");

        assertThat(List.of(missing.statusCode(), empty.statusCode())).containsOnly(422);
        assertThat(missing.body()).contains("CodeNotFound", "missing does not exist");
        assertThat(empty.body()).contains("HandlerNotFound", "example.Other");
    }

    @Test
    void readsWhatTakesLongOnceForAllQuestions() throws Exception {
        HttpResponse<String> first = ask("slow", "");
        HttpResponse<String> second = ask("slow", "");
        data.release.countDown();
        await().until(() -> ask("slow", "").statusCode() == 200);

        assertThat(List.of(first.statusCode(), second.statusCode())).containsOnly(202);
        assertThat(data.slowReads).hasValue(1);
    }

    @Test
    void refusesWhatIsNoQuestion() throws Exception {
        assertThat(send(request("/operator/v1/code").POST(HttpRequest.BodyPublishers.ofString("{")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(request("/operator/v1/secrets")).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> ask(String configMap, String handler) throws Exception {
        String question = """
                {"namespace": "shop", "function": "hello", "handler": "%s", "code": {"configMap": {"name": "%s"}}}
                """.formatted(handler, configMap);
        return send(request("/operator/v1/code").POST(HttpRequest.BodyPublishers.ofString(question)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static final class Hello implements ServedFunctions, Usage {
        private final List<String> withdrawn = new ArrayList<>();
        private volatile boolean used;

        @Override
        public Optional<Served> inService(Resource resource) {
            return Optional.of(new Served(
                            "hello-3", Revisions.of("hello", 3, Duration.ofSeconds(3), OptionalInt.empty()), 3))
                    .filter(_ -> resource.name().equals("hello"));
        }

        @Override
        public Optional<Revision> withdraw(Resource resource, String uid) {
            withdrawn.add(resource.name() + " " + uid);
            return Optional.empty();
        }

        @Override
        public Provisioned provisioned(Revision revision) {
            return new Provisioned(2, 1, false);
        }

        @Override
        public boolean isUsed(Revision revision) {
            return used;
        }

        @Override
        public Optional<Led> leads(String namespace, String alias) {
            return Optional.of(new Led(7, "3", Optional.empty())).filter(_ -> alias.equals("live"));
        }

        @Override
        public boolean begin(Resource resource, String uid, ServedRevision revision) {
            return resource.name().equals("hello") && uid.equals("u-1") && revision.getGeneration() == 3;
        }
    }

    private static final class Data implements ClusterData {
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger slowReads = new AtomicInteger();

        @Override
        public byte[] configMap(String namespace, String name, Optional<String> key) {
            if (name.equals("missing")) {
                throw new CodeRefusal(CodeRefusal.Reason.CodeNotFound, name + " does not exist");
            }
            if (name.equals("slow")) {
                slowReads.incrementAndGet();
                awaitRelease();
            }
            return TestZip.of("example/Handler.class", "");
        }

        private void awaitRelease() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public String authorization(String namespace, String secret) {
            throw new IllegalStateException("nobody asked for credentials");
        }
    }
}

package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mending beside an API server that answers as one does. */
class MendingIT {
    private static final String REFUSED =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Invalid\",\"code\":422,\"message\":\"the server rejected our request\"}";

    private final Deque<String> reads = new ConcurrentLinkedDeque<>();
    private volatile String patched = REFUSED;
    private HttpServer server;
    private KubernetesClient client;
    private final MendingPace pace = new MendingPace(System::nanoTime);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void end() {
        client.close();
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean reading = exchange.getRequestMethod().equals("GET");
        byte[] body = (reading ? reads.remove() : patched).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(!reading && patched.equals(REFUSED) ? 422 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static NetworkPolicy policy(String uid, String version, Map<String, String> selected) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("hearth-pay")
                .withUid(uid)
                .withResourceVersion(version)
                .withLabels(Map.of("a", "b"))
                .withOwnerReferences(List.of())
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(selected)
                .endPodSelector()
                .endSpec()
                .build();
    }

    private static NetworkPolicy policy(String uid) {
        return policy(uid, "1", Map.of("f", "pay"));
    }

    private KubernetesClientException mended() {
        return catchThrowableOfType(
                KubernetesClientException.class,
                () -> new Mending(client, pace).policy(policy("known"), policy("known")));
    }

    @Test
    void oneThatWasMadeAnewMeanwhileIsNoRefusal() {
        reads.add(Serialization.asJson(policy("known")));
        reads.add(Serialization.asJson(policy("another")));

        KubernetesClientException failure = mended();

        assertThat(failure).hasMessageContaining("made anew");
        assertThat(Refusal.of(failure)).isEmpty();
    }

    @Test
    void whatTheClusterRefusesIsRefused() {
        reads.add(Serialization.asJson(policy("known")));
        reads.add(Serialization.asJson(policy("known")));

        assertThat(Refusal.of(mended())).isPresent();
    }

    @Test
    void saysWhereItWasOtherwise() {
        for (int round = 0; round < 5; round++) {
            reads.add(Serialization.asJson(policy("known", "1", Map.of("f", "everybody"))));
            patched = Serialization.asJson(policy("known", "2", Map.of("f", "pay")));

            assertThat(mended()).isNull();
        }

        assertThat(pace.contest("known")).map(MendingPace.Contest::field).contains("/spec/podSelector/matchLabels/f");
    }

    @Test
    void whatAFunctionOfTheSameNameHasLeftIsNotContested() {
        NetworkPolicy left = policy("known");
        left.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withName("pay")
                        .withUid("old")
                        .build()));
        NetworkPolicy taken = policy("known", "2", Map.of("f", "pay"));
        taken.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withName("pay")
                        .withUid("new")
                        .build()));
        reads.add(Serialization.asJson(left));
        patched = Serialization.asJson(taken);

        assertThat(mended()).isNull();

        assertThat(pace.size()).isZero();
    }

    @Test
    void whatIsAsItShouldBeAfterAllCountsForNothing() {
        reads.add(Serialization.asJson(policy("known")));
        patched = Serialization.asJson(policy("known"));

        assertThat(mended()).isNull();

        assertThat(pace.size()).isZero();
    }
}

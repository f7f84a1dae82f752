package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.cluster.Chart;
import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Priority level of requests to an API server, as it says with each answer. */
@ResourceLock("machine")
class ApiPriorityE2E {
    private static final String LEVEL = "X-Kubernetes-PF-PriorityLevel-UID";
    private static final String OPERATOR = "system:serviceaccount:hearth-system:hearth-operator";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static ControlPlane cluster;
    private static String hearths;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for priorities: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        cluster.client()
                .load(Chart.template("api-priority.yaml"))
                .items()
                .forEach(each -> cluster.client().resource(each).create());
        hearths = cluster.client()
                .flowControl()
                .v1()
                .priorityLevelConfigurations()
                .withName("hearth")
                .get()
                .getMetadata()
                .getUid();
        await().until(() -> level(OPERATOR, "/api/v1/pods").equals(hearths));
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/pods",
                "/apis/lambda.hearth.dev/v1alpha1/functions",
                "/apis/coordination.k8s.io/v1/namespaces/hearth-system/leases/operator",
                "/version"
            })
    void allRequestsOfOperatorAndGatewayHaveIt(String path) throws Exception {
        assertThat(level(OPERATOR, path)).isEqualTo(hearths);
        assertThat(level("system:serviceaccount:hearth-system:hearth-gateway", path))
                .isEqualTo(hearths);
    }

    @Test
    void requestsOfOthersHaveNot() throws Exception {
        assertThat(level("system:serviceaccount:many:hearth-operator", "/api/v1/pods"))
                .isNotEmpty()
                .isNotEqualTo(hearths);
        assertThat(level("system:serviceaccount:hearth-system:default", "/api/v1/pods"))
                .isNotEqualTo(hearths);
    }

    /** Level of a request, which an API server says also of those that are not allowed. */
    private static String level(String user, String path) throws Exception {
        KubernetesClient client = cluster.as(user);
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path.substring(1))
                .build();
        return Optional.ofNullable(client.getHttpClient()
                        .sendAsync(request, String.class)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .header(LEVEL))
                .orElse("");
    }
}

package dev.hearth.images.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** An API server that keeps what it is given. */
final class TrainingCluster implements AutoCloseable {
    static final String SYSTEM = "hearth-system";
    private static final CustomResourceDefinitionContext FUNCTIONS = new CustomResourceDefinitionContext.Builder()
            .withGroup("lambda.hearth.dev")
            .withVersion("v1alpha1")
            .withKind("Function")
            .withPlural("functions")
            .withScope("Namespaced")
            .withStatusSubresource(true)
            .build();

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    TrainingCluster() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        KubernetesMixedDispatcher dispatcher = new KubernetesMixedDispatcher(responses);
        server = new KubernetesMockServer(
                new Context(new ObjectMapper()), new MockWebServer(), responses, dispatcher, true);
        server.init();
        server.expectCustomResource(FUNCTIONS);
        server.expect()
                .post()
                .withPath("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")
                .andReturn(201, everythingIsAllowed())
                .always();
        client = server.createClient();
    }

    private static SelfSubjectRulesReview everythingIsAllowed() {
        return new SelfSubjectRulesReviewBuilder()
                .withNewStatus()
                .addNewResourceRule()
                .withApiGroups("*")
                .withResources("*")
                .withVerbs("*")
                .endResourceRule()
                .withIncomplete(false)
                .endStatus()
                .build();
    }

    /** How a client of its finds it. */
    Map<String, String> variables() {
        return Map.of(
                "KUBERNETES_MASTER", server.url("/"),
                "KUBERNETES_TRUST_CERTIFICATES", "true",
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false");
    }

    /** Files of a certificate for this machine, PEM. */
    SelfSignedCertificate certificate() {
        return server.getSelfSignedCertificate();
    }

    /** A function for the operator to look at. */
    void addFunction() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("code")
                        .endMetadata()
                        .addToBinaryData("code.jar", "")
                        .build())
                .create();
        client.resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion("lambda.hearth.dev/v1alpha1")
                        .withKind("Function")
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("training")
                        .withGeneration(1L)
                        .endMetadata()
                        .addToAdditionalProperties(
                                "spec",
                                Map.of(
                                        "runtime",
                                        "java25",
                                        "handler",
                                        "example.Handler::handle",
                                        "memorySize",
                                        128,
                                        "timeout",
                                        3,
                                        "code",
                                        Map.of("configMap", Map.of("name", "code"))))
                        .build())
                .create();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}

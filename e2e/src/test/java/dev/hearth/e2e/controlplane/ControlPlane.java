package dev.hearth.e2e.controlplane;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An API server and its etcd, with Hearth's resources. Operators and gateways are started as processes beside it. */
final class ControlPlane implements AutoCloseable {
    static final String ACCOUNT = "many";
    private static final String SYSTEM = "hearth-system";
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path WORK = ROOT.resolve("e2e/target/controlplane");

    private final KubeAPIServer server;
    private final Config config;
    private final KubernetesClient client;
    private final Map<String, KubernetesClient> others = new ConcurrentHashMap<>();
    private final int environmentPort = freePort();
    private final int operatorPort = freePort();

    private ControlPlane(Path programs) {
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(WORK.toString())
                .withApiServerVersion(version(programs))
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        config = Config.fromKubeconfig(server.getKubeConfigYaml());
        config.setRequestTimeout(60_000); // objects of a megabyte, beside other tests
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** @param programs folder of those of the API server and of etcd */
    static ControlPlane start(Path programs) throws IOException {
        Path place = WORK.resolve("k8s/" + version(programs) + "-linux-" + architecture());
        Files.createDirectories(place);
        for (String program : List.of("kube-apiserver", "etcd", "kubectl")) {
            Path link = place.resolve(program);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, programs.resolve(program));
        }
        ControlPlane started = new ControlPlane(programs);
        started.prepare();
        return started;
    }

    /** Programs lie in {@code <version>-<key>/bin}. */
    private static String version(Path programs) {
        String folder = programs.getParent().getFileName().toString();
        return folder.substring(0, folder.indexOf('-'));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private void prepare() throws IOException {
        for (Path crd : files(ROOT.resolve("helm/hearth/files/crds"))) {
            try (var in = Files.newInputStream(crd)) {
                client.load(in).items().forEach(item -> client.resource(item).create());
            }
        }
        for (String namespace : List.of(SYSTEM, ACCOUNT)) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(SYSTEM)
                        .withName("hearth-operator")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(ACCOUNT)
                        .withName("code")
                        .endMetadata()
                        .addToBinaryData(
                                "functions.jar",
                                Base64.getEncoder()
                                        .encodeToString(
                                                Files.readAllBytes(ROOT.resolve("e2e/functions/target/functions.jar"))))
                        .build())
                .create();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    KubernetesClient client() {
        return client;
    }

    /** Somebody who may do all that no admission policy forbids. */
    KubernetesClient client(String user) {
        Config impersonating = Config.fromKubeconfig(server.getKubeConfigYaml());
        impersonating.setImpersonateUsername(user);
        impersonating.setImpersonateGroups("system:masters");
        return new KubernetesClientBuilder().withConfig(impersonating).build();
    }

    /** The same as another user, who is in no group but {@code system:authenticated}. */
    KubernetesClient as(String user) {
        return others.computeIfAbsent(
                user,
                name -> new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(config)
                                .withImpersonateUsername(name)
                                .withImpersonateGroups("system:authenticated")
                                .build())
                        .build());
    }

    MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            functions() {
        return client.genericKubernetesResources("lambda.hearth.dev/v1alpha1", "Function");
    }

    static GenericKubernetesResource function(String name) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("lambda.hearth.dev/v1alpha1")
                .withKind("Function")
                .withNewMetadata()
                .withNamespace(ACCOUNT)
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "runtime", "java25",
                                "handler", "example.faults.Faults::echo",
                                "code", Map.of("configMap", Map.of("name", "code"))))
                .build();
    }

    /** Leads to the API server, and is closed at first. */
    Passage passage() {
        return new Passage(freePort(), URI.create(config.getMasterUrl()).getPort());
    }

    // ---- processes ----

    Part operator(String name) throws IOException {
        return operator(name, Optional.empty());
    }

    /** @param through by which it reaches the API server */
    Part operator(String name, Optional<Passage> through) throws IOException {
        int health = freePort();
        return Part.start(
                List.of(
                        java(),
                        "-Xmx256m", // and the rest as in its image
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:MaxDirectMemorySize=64m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        ROOT.resolve("operator/target/quarkus-app/quarkus-run.jar")
                                .toString()),
                Map.ofEntries(
                        Map.entry("KUBECONFIG", kubeconfig(name, through).toString()),
                        Map.entry("HEARTH_POD_NAME", name),
                        Map.entry("HEARTH_NAMESPACE", SYSTEM),
                        Map.entry("HEARTH_TLS", "off"),
                        Map.entry("HEARTH_GATEWAY_URL", "http://127.0.0.1:" + operatorPort),
                        Map.entry("HEARTH_GATEWAY_ENVIRONMENTS", "127.0.0.1:" + environmentPort),
                        Map.entry("HEARTH_RUNTIME_IMAGE", "hearth-runtime"),
                        Map.entry("HEARTH_DEPLOYMENTS_PER_SECOND", "200"),
                        Map.entry("HEARTH_GATEWAY_TOKEN_FILE", token().toString()),
                        Map.entry("QUARKUS_HTTP_PORT", Integer.toString(health)),
                        Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1")),
                URI.create("http://127.0.0.1:" + health + "/q/health/ready"),
                WORK.resolve(name + ".log"));
    }

    Part gateway() throws IOException {
        int metrics = freePort();
        return Part.start(
                List.of(
                        java(),
                        "-Xmx256m",
                        "-cp",
                        ROOT.resolve("gateway/target/classes") + ":" + ROOT.resolve("gateway/target/lib") + "/*",
                        "dev.hearth.gateway.up.HearthMain",
                        "gateway"),
                Map.of(
                        "KUBECONFIG", kubeconfig("gateway", Optional.empty()).toString(),
                        "HEARTH_PLAIN_HTTP", "true",
                        "HEARTH_CACHE", WORK.resolve("code").toString(),
                        "HEARTH_INVOKE_PORT", Integer.toString(freePort()),
                        "HEARTH_ENVIRONMENT_PORT", Integer.toString(environmentPort),
                        "HEARTH_OPERATOR_PORT", Integer.toString(operatorPort),
                        "HEARTH_METRICS_PORT", Integer.toString(metrics)),
                URI.create("http://127.0.0.1:" + metrics + "/readyz"),
                WORK.resolve("gateway.log"));
    }

    /** What the operator says to the gateway, said by somebody else. */
    OperatorPort operatorPort() throws IOException {
        return new OperatorPort(operatorPort, Files.readString(token()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** For programs; of somebody who may do everything. */
    Path kubeconfig() throws IOException {
        return kubeconfig("admin", Optional.empty());
    }

    private Path kubeconfig(String name, Optional<Passage> through) throws IOException {
        int port = URI.create(config.getMasterUrl()).getPort();
        String text = server.getKubeConfigYaml();
        String led = through.map(passage -> text.replace(":" + port, ":" + passage.port()))
                .orElse(text);
        return Files.writeString(WORK.resolve(name + ".kubeconfig"), led);
    }

    /** The operator's for the gateway. */
    private Path token() throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(SYSTEM)
                .withName("hearth-operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("hearth-gateway")
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return Files.writeString(WORK.resolve("token"), token);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    @Override
    public void close() {
        others.values().forEach(KubernetesClient::close);
        client.close();
        server.stop();
    }
}

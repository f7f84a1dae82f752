package dev.hearth.e2e.cluster;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a tenant can do who has ClusterRole {@code edit} in a namespace of its own, and the code of its functions. */
final class TenantAttacks implements AutoCloseable {
    private static final int UNREAD = 50;
    private static final int HELD_MILLIS = 5_000;
    private static final int MAX_CONFIG_MAPS = 31;

    private final Account account;
    private final KubernetesClient client;
    private final Lambda lambda;
    private final URI gateway;
    private final Trust trust;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger count = new AtomicInteger();

    private TenantAttacks(Cluster cluster, Account account, HttpServer server) {
        this.account = account;
        this.server = server;
        gateway = cluster.url();
        trust = Trust.of(cluster.authority());
        lambda = account.caller();
        Config config = new ConfigBuilder(
                        Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .withImpersonateUsername("system:serviceaccount:" + account.namespace() + ":mallory")
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** A namespace in which {@code mallory} may do what {@code edit} allows. */
    static TenantAttacks open(Cluster cluster) throws IOException {
        Account account = Account.open(cluster, "mallory");
        account.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: mallory}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: mallory}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
                subjects: [{kind: ServiceAccount, name: mallory, namespace: mallory}]
                """);
        account.function("large", "large", "timeout: 30");
        account.function("patched", "echo");
        account.function("flood", "print", "timeout: 30");
        account.function("reflected", "reflect");
        String address = Cluster.addressOfThisMachine().orElseThrow();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
        TenantAttacks attacks = new TenantAttacks(cluster, account, server);
        attacks.serve();
        return attacks;
    }

    List<Attack> all() {
        return List.of(
                new Attack("answers of 6 MB that nobody reads", this::unreadAnswers),
                new Attack("ConfigMaps with 55,000 keys that no Function names", this::configMaps),
                new Attack("pods that look like environments, with 50,000 labels", this::pods),
                new Attack("a function that is patched 25 times a second", this::patches),
                new Attack("functions whose code comes a byte at a time", this::drippingCode),
                new Attack("functions whose Maven metadata has no end", this::endlessMetadata),
                new Attack("a log without end", this::logs),
                new Attack("asynchronous events of 1 MB", this::events));
    }

    // ---- invocations ----

    private String unreadAnswers() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        String token = account.token("caller");
        try {
            for (int i = 0; i < UNREAD; i++) {
                Socket socket = trust.socket(gateway.getHost(), gateway.getPort());
                socket.setReceiveBufferSize(4_096);
                sockets.add(socket);
                socket.getOutputStream()
                        .write(StrangerAttacks.ascii(
                                "POST /2015-03-31/functions/large/invocations HTTP/1.1\r\nHost: x\r\n"
                                        + "Authorization: Bearer " + token + "\r\nContent-Length: 7\r\n\r\n6000000"));
            }
            Thread.sleep(HELD_MILLIS);
            return "held";
        } finally {
            sockets.forEach(StrangerAttacks::end);
        }
    }

    private String logs() throws Exception {
        return Integer.toString(lambda.invoke("flood", "{\"mb\":20}").status());
    }

    private String events() throws Exception {
        Thread.sleep(20);
        return Integer.toString(lambda.event("reflected", "\"" + "x".repeat(1_000_000) + "\""));
    }

    // ---- the API server ----

    private String configMaps() {
        int number = count.incrementAndGet();
        Map<String, String> data = new HashMap<>();
        for (int key = 0; key < 55_000; key++) {
            data.put("k" + key, "");
        }
        return tried(() -> client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("many-" + number % MAX_CONFIG_MAPS)
                        .withNamespace(account.namespace())
                        .addToLabels("number", Integer.toString(number))
                        .endMetadata()
                        .withBinaryData(data)
                        .build())
                .createOr(existing -> existing.update()));
    }

    private String pods() {
        Map<String, String> labels = new HashMap<>();
        for (int key = 0; key < 50_000; key++) {
            labels.put("k" + key, "");
        }
        labels.put("lambda.hearth.dev/revision", "x");
        return tried(() -> client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withGenerateName("forged-")
                        .withNamespace(account.namespace())
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewSchedulingGate("example.com/never")
                        .addNewContainer()
                        .withName("environment")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create());
    }

    private String patches() throws InterruptedException {
        Thread.sleep(40);
        int memory = 128 + count.incrementAndGet() % 1_000;
        return tried(() -> client.genericKubernetesResources("lambda.hearth.dev/v1alpha1", "Function")
                .inNamespace(account.namespace())
                .withName("patched")
                .patch("{\"spec\":{\"memorySize\":" + memory + "}}"));
    }

    private static String tried(Runnable request) {
        try {
            request.run();
            return "accepted";
        } catch (KubernetesClientException e) {
            return "refused with " + e.getCode();
        }
    }

    // ---- code ----

    private String drippingCode() throws InterruptedException {
        return declare("dripping", "http: {url: \"" + url("/drip/x.jar") + "\"}");
    }

    private String endlessMetadata() throws InterruptedException {
        return declare(
                "endless",
                "maven: {repository: \"" + url("/endless")
                        + "\", groupId: com.example, artifactId: endless, version: 1.0-SNAPSHOT}");
    }

    private String declare(String name, String code) throws InterruptedException {
        Thread.sleep(1_000);
        String manifest = account.manifest(name + "-" + count.incrementAndGet() % 20, "example.faults.Faults::echo")
                .replace("configMap: {name: code}", code);
        return tried(() -> client.load(new ByteArrayInputStream(StrangerAttacks.ascii(manifest)))
                .serverSideApply());
    }

    private String url(String path) {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + path;
    }

    private void serve() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            send(exchange.getResponseBody(), new byte[] {'P'}, 1_000, 600);
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            send(exchange.getResponseBody(), StrangerAttacks.ascii("<a/>".repeat(16_384)), 0, 640);
        });
        server.setExecutor(threads);
        server.start();
    }

    private static void send(OutputStream out, byte[] piece, int pauseMillis, int pieces) throws IOException {
        try (out) {
            for (int i = 0; i < pieces; i++) {
                out.write(piece);
                out.flush();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
        account.close();
    }
}

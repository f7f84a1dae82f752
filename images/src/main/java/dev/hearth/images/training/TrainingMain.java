package dev.hearth.images.training;

import dev.hearth.images.HearthImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Makes the AOT caches of operator and gateway, which lie where their images have them. */
public final class TrainingMain {
    private static final String HOST = "127.0.0.1";

    private final TrainingCluster cluster;
    private final Path scratch;
    private final int health = freePort();
    private final int invoke = freePort();
    private final int environments = freePort();
    private final int operator = freePort();
    private final int metrics = freePort();

    private TrainingMain(TrainingCluster cluster, Path scratch) {
        this.cluster = cluster;
        this.scratch = scratch;
    }

    /** @param args a folder for files that are needed meanwhile */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (TrainingCluster cluster = new TrainingCluster()) {
            new TrainingMain(cluster, Path.of(args[0])).train();
        }
        System.exit(0);
    }

    private void train() throws IOException, InterruptedException {
        Files.writeString(scratch.resolve("token"), "training");
        Files.copy(Path.of(cluster.certificate().certificatePath()), scratch.resolve("tls.crt"));
        Files.copy(Path.of(cluster.certificate().privateKeyPath()), scratch.resolve("tls.key"));
        try (TrainedProcess serving = start(HearthImage.GATEWAY, gatewayVariables());
                TrainedProcess operating = start(HearthImage.OPERATOR, operatorVariables())) {
            serving.awaitReady(URI.create("http://" + HOST + ":" + metrics + "/readyz"));
            operating.awaitReady(URI.create("http://" + HOST + ":" + health + "/q/health/ready"));
            cluster.addFunction();
            scrape();
            operating.end();
            serving.end();
        }
    }

    private TrainedProcess start(HearthImage image, Map<String, String> variables) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(cluster.variables());
        all.putAll(image.variables());
        return TrainedProcess.start(image.trainingCommand(), all, Path.of(image.cache()));
    }

    private Map<String, String> operatorVariables() {
        return Map.of(
                "HEARTH_POD_NAME",
                "training",
                "HEARTH_NAMESPACE",
                TrainingCluster.SYSTEM,
                "HEARTH_GATEWAY_URL",
                "https://" + HOST + ":" + operator,
                "HEARTH_GATEWAY_ENVIRONMENTS",
                HOST + ":" + environments,
                "HEARTH_GATEWAY_NAMES",
                HOST,
                "HEARTH_RUNTIME_IMAGE",
                "hearth-runtime",
                "HEARTH_GATEWAY_TOKEN_FILE",
                scratch.resolve("token").toString(),
                "QUARKUS_HTTP_HOST",
                HOST,
                "QUARKUS_HTTP_PORT",
                Integer.toString(health));
    }

    private Map<String, String> gatewayVariables() {
        return Map.of(
                "HEARTH_TLS_FOLDER", scratch.toString(),
                "HEARTH_CACHE", scratch.toString(),
                "HEARTH_INVOKE_PORT", Integer.toString(invoke),
                "HEARTH_ENVIRONMENT_PORT", Integer.toString(environments),
                "HEARTH_OPERATOR_PORT", Integer.toString(operator),
                "HEARTH_METRICS_PORT", Integer.toString(metrics));
    }

    private void scrape() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + metrics + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }
}

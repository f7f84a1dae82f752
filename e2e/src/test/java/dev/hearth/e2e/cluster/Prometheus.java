package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A Prometheus on this machine that scrapes the cluster's pods and evaluates the chart's rules. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Cluster.root().resolve("e2e/src/test/resources/monitoring");
    private static final Path CHART = Cluster.root().resolve("helm/hearth/files/monitoring");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI url;

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** @param folder for its configuration and data */
    static Prometheus start(Cluster cluster, Path folder) throws IOException {
        Path programs = programs(cluster);
        Files.copy(CHART.resolve("rules.yaml"), folder.resolve("rules.yaml"));
        Files.writeString(
                folder.resolve("prometheus.yaml"),
                Files.readString(RESOURCES.resolve("prometheus.yaml"))
                        .replace("GATEWAY", targets(cluster, "hearth-gateway", 9003))
                        .replace("OPERATORS", targets(cluster, "hearth-operator", 8080)));
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        programs.resolve("prometheus").toString(),
                        "--config.file=" + folder.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, URI.create("http://" + address));
    }

    private static String targets(Cluster cluster, String name, int port) {
        String addresses = cluster.kubectl(
                "get",
                "pods",
                "-n",
                Cluster.NAMESPACE,
                "-l",
                "app.kubernetes.io/name=" + name,
                "-o",
                "jsonpath={.items[*].status.podIP}");
        return Arrays.stream(addresses.split(" "))
                .map(address -> address + ":" + port)
                .collect(Collectors.joining(", "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Where {@code prometheus}, {@code promtool} and the Prometheus operator's definitions are. */
    static Path programs(Cluster cluster) {
        return Path.of(Cluster.lines(cluster.shell()
                        .run(Cluster.root().resolve("e2e/cluster/prometheus").toString()))
                .getLast());
    }

    /** Runs the chart's rules against the table of what they should say; what promtool prints. */
    static Shell.Result testRules(Cluster cluster, Path folder) throws IOException {
        Files.copy(CHART.resolve("rules.yaml"), folder.resolve("rules.yaml"));
        Files.copy(RESOURCES.resolve("rules_test.yaml"), folder.resolve("rules_test.yaml"));
        return cluster.shell()
                .tried(
                        "",
                        java.time.Duration.ofMinutes(1),
                        programs(cluster).resolve("promtool").toString(),
                        "test",
                        "rules",
                        folder.resolve("rules_test.yaml").toString());
    }

    /** The values that an expression has now, one for each series. */
    List<Double> query(String expression) {
        HttpRequest request = HttpRequest.newBuilder(
                        url.resolve("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
                .build();
        try {
            JsonNode answer = JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalArgumentException(expression + ": " + answer);
            }
            return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
                    .map(series -> Double.valueOf(series.at("/value/1").asText().replace("Inf", "Infinity")))
                    .toList();
        } catch (IOException startsYet) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

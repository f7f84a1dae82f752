package dev.hearth.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Assignment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final InetSocketAddress LOOPBACK = InetSocketAddress.createUnresolved("127.0.0.1", 0);
    private static final Assignment ASSIGNMENT =
            new Assignment("orders", "7", "h", 128, 1, "", "", "Text", "", "", "", "", true, "");
    private static final String LABELS = "{function=\"orders\",qualifier=\"7\"}";

    private final InvocationCounts counts = new InvocationCounts();

    @Test
    void servesWhatThisProcessHasDone() throws Exception {
        counts.initTook(250);
        counts.ended(10, false);
        counts.ended(30, true);
        counts.ended(20, false);
        MetricsServer server = MetricsServer.open(LOOPBACK, ASSIGNMENT, counts);

        HttpResponse<String> answer = get(server.port(), "/metrics");

        Map<String, Double> samples = samples(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(samples)
                .containsEntry("lambda_environment_invocations_total" + LABELS, 3.0)
                .containsEntry("lambda_environment_errors_total" + LABELS, 1.0)
                .containsEntry("lambda_environment_duration_seconds_count" + LABELS, 3.0)
                .containsEntry("lambda_environment_duration_seconds_sum" + LABELS, 0.06)
                .containsEntry("lambda_environment_longest_duration_seconds" + LABELS, 0.03)
                .containsEntry("lambda_environment_init_duration_seconds" + LABELS, 0.25);
        assertThat(samples.get("lambda_environment_memory_used_bytes" + LABELS)).isGreaterThan(1e7);
        assertThat(samples.keySet()).anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"));
    }

    @Test
    void countsOn() throws Exception {
        MetricsServer server = MetricsServer.open(LOOPBACK, ASSIGNMENT, counts);
        get(server.port(), "/metrics");

        counts.ended(1, false);

        assertThat(samples(get(server.port(), "/metrics").body()))
                .containsEntry("lambda_environment_invocations_total" + LABELS, 1.0);
    }

    @Test
    void servesNothingElse() throws Exception {
        MetricsServer server = MetricsServer.open(LOOPBACK, ASSIGNMENT, counts);

        assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return samples;
    }
}

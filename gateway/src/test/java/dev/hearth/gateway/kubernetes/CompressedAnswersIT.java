package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.crds.client.CompressedAnswers;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapListBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompressedAnswersIT {
    /** Hardly compressible in small, very much so in all: it comes in several pieces. */
    private static final List<ConfigMap> MAPS = maps();

    private HttpServer server;
    private KubernetesClient client;
    private volatile int sent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .withHttpClientBuilderConsumer(CompressedAnswers::in)
                .build();
    }

    @AfterEach
    void end() {
        client.close();
        server.stop(0);
    }

    @Test
    void readsLongListsThatComeCompressed() {
        assertThat(client.configMaps().inNamespace("long").list().getItems()).isEqualTo(MAPS);
        assertThat(sent).isBetween(1, Serialization.asJson(MAPS).length() / 2);
    }

    @Test
    void readsWhatComesAsItIs() {
        assertThat(client.configMaps().inNamespace("plain").list().getItems()).isEqualTo(MAPS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = Serialization.asJson(
                            new ConfigMapListBuilder().withItems(MAPS).build())
                    .getBytes(StandardCharsets.UTF_8);
            boolean asked = "gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
            if (asked && exchange.getRequestURI().getPath().contains("long")) {
                body = gzip(body);
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            sent = body.length;
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    private static List<ConfigMap> maps() {
        List<ConfigMap> maps = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            maps.add(new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("map-" + i * 7919)
                    .endMetadata()
                    .withData(Map.of("key", "value ".repeat(i % 50)))
                    .build());
        }
        return maps;
    }
}

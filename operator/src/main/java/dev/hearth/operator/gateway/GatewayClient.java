package dev.hearth.operator.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.OperatorSettings;
import dev.hearth.operator.certificates.Authorities;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The gateway's operator port. Methods block for a second as a rule, and for five at most; they throw {@link GatewayUnavailable}. */
public final class GatewayClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OperatorSettings settings;
    private final Authorities authorities;
    private final ObjectMapper json = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();
    private volatile Optional<Connected> connected = Optional.empty();

    /** A client and the certificates it trusts. */
    private record Connected(Optional<String> trusted, HttpClient client) {}

    public GatewayClient(OperatorSettings settings, Authorities authorities) {
        this.settings = settings;
        this.authorities = authorities;
    }

    /**
     * Has the gateway read and keep a function's code.
     *
     * @param handler whose class must be in it; empty: none
     * @param known SHA-256 of what the code's source is known to hold: not read again if the gateway has it
     */
    public CodeAnswer code(Function function, String handler, Optional<String> known) {
        Map<String, Object> question = new HashMap<>(Map.of(
                "namespace", function.getMetadata().getNamespace(),
                "function", function.getMetadata().getName(),
                "code", function.getSpec().getCode(),
                "handler", handler));
        known.ifPresent(sha256 -> question.put("known", sha256));
        HttpResponse<String> response = send(request("/operator/v1/code")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(write(question))));
        return switch (response.statusCode()) {
            case 200 -> new CodeAnswer.Pinned(read(response).path("sha256").asText());
            case 202 -> new CodeAnswer.Reading();
            case 422 ->
                new CodeAnswer.Refused(
                        read(response).path("reason").asText(),
                        read(response).path("message").asText());
            default -> throw unexpected(response);
        };
    }

    /** What it serves; empty: nothing. */
    public Optional<ServedAnswer> served(HasMetadata resource) {
        HttpResponse<String> response = send(request(path(resource)).GET());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(served(read(response)));
            case 404 -> Optional.empty();
            default -> throw unexpected(response);
        };
    }

    private static ServedAnswer served(JsonNode answer) {
        JsonNode provisioned = answer.path("provisioned");
        return new ServedAnswer(
                answer.path("revision").asText(),
                answer.path("generation").asLong(),
                provisioned.path("allocated").asInt(),
                provisioned.path("available").asInt(),
                provisioned.path("failing").asBoolean());
    }

    /**
     * Has the gateway serve a function or a version that nothing serves yet.
     *
     * @return whether it serves just this revision now; false: it does not know the function yet, or serves another revision of it
     */
    public boolean begin(HasMetadata resource, ServedRevision revision) {
        String body = write(Map.of("uid", resource.getMetadata().getUid(), "revision", revision));
        HttpResponse<String> response = send(request(path(resource))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
        return switch (response.statusCode()) {
            case 200 -> true;
            case 409 -> false;
            default -> throw unexpected(response);
        };
    }

    /** Has the gateway serve a version no more; false: it has environments, so it is served as before. */
    public boolean withdraw(HasMetadata version) {
        HttpResponse<String> response = send(
                request(path(version) + "?uid=" + encoded(version.getMetadata().getUid()))
                        .DELETE());
        return switch (response.statusCode()) {
            case 200 -> true;
            case 409 -> false;
            default -> throw unexpected(response);
        };
    }

    /** Where an alias leads; empty: nowhere, or the gateway does not know it yet. */
    public Optional<LedAnswer> leads(Alias alias) {
        HttpResponse<String> response = send(request(path(alias)).GET());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(led(read(response)));
            case 404 -> Optional.empty();
            default -> throw unexpected(response);
        };
    }

    private static LedAnswer led(JsonNode answer) {
        return new LedAnswer(
                answer.path("generation").asLong(),
                answer.path("functionVersion").asText(),
                Optional.of(answer.path("secondVersion").asText()).filter(second -> !second.isEmpty()));
    }

    private static String path(HasMetadata resource) {
        return "/operator/v1/namespaces/" + encoded(resource.getMetadata().getNamespace()) + "/" + resource.getPlural()
                + "/" + encoded(resource.getMetadata().getName());
    }

    private static GatewayUnavailable unexpected(HttpResponse<String> response) {
        return new GatewayUnavailable("the gateway answers " + response.statusCode() + ": " + response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.gatewayUrl() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token());
    }

    private String token() {
        try {
            return Files.readString(settings.tokenFile()).strip();
        } catch (IOException e) {
            throw new GatewayUnavailable("the operator's token cannot be read from " + settings.tokenFile(), e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new GatewayUnavailable("the gateway at " + settings.gatewayUrl() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnavailable("interrupted", e);
        }
    }

    /** A new one when other certificates are to be trusted. */
    private synchronized HttpClient client() {
        Optional<String> trusted = authorities.pem();
        if (settings.tls() && trusted.isEmpty()) {
            throw new GatewayUnavailable("the certificate that vouches for the gateway is not there yet");
        }
        if (connected.filter(known -> known.trusted().equals(trusted)).isEmpty()) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
            trusted.ifPresent(pem -> builder.sslContext(Trust.only(pem)));
            connected = Optional.of(new Connected(trusted, builder.build()));
        }
        return connected.get().client();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new GatewayUnavailable("the gateway's answer is no JSON: " + response.body(), e);
        }
    }
}

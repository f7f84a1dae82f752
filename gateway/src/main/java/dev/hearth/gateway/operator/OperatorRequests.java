package dev.hearth.gateway.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.dispatch.Usage;
import dev.hearth.gateway.operator.ServedFunctions.Kind;
import dev.hearth.gateway.operator.ServedFunctions.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the operator's questions. */
final class OperatorRequests implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorRequests.class);
    private static final String BEARER = "Bearer ";
    private static final String CODE = "/operator/v1/code";
    private static final Pattern RESOURCE = Pattern.compile("/operator/v1/namespaces/([^/]+)/([^/]+)/([^/]+)");
    private static final Pattern ALIAS = Pattern.compile("/operator/v1/namespaces/([^/]+)/aliases/([^/]+)");
    private static final String UID = "uid=";
    private static final int MAX_BODY = 64 * 1024;

    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
    private final OperatorAccess access;
    private final CodeRequests requests;
    private final ServedFunctions served;
    private final Usage usage;

    /** Status and JSON body. */
    private record Reply(int status, Object body) {
        static Reply error(int status, String message) {
            return new Reply(status, Map.of("message", message));
        }
    }

    /** What is to serve a function first. */
    private record Beginning(
            @JsonProperty(required = true) String uid,
            @JsonProperty(required = true) ServedRevision revision) {}

    OperatorRequests(OperatorAccess access, CodeRequests requests, ServedFunctions served, Usage usage) {
        this.usage = usage;
        this.access = access;
        this.requests = requests;
        this.served = served;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = json.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!authorization.startsWith(BEARER) || !access.isOperator(authorization.substring(BEARER.length()))) {
            return Reply.error(401, "only the operator's service account may ask here");
        }
        try {
            return route(exchange);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setMessage("the operator's request failed")
                    .addKeyValue("path", exchange.getRequestURI().getPath())
                    .setCause(e)
                    .log();
            return Reply.error(500, "the gateway failed: " + e);
        }
    }

    private Reply route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST") && path.equals(CODE)) {
            return code(exchange.getRequestBody().readNBytes(MAX_BODY));
        }
        Matcher alias = ALIAS.matcher(path);
        if (exchange.getRequestMethod().equals("GET") && alias.matches()) {
            return leads(alias.group(1), alias.group(2));
        }
        Optional<Resource> resource = resource(path);
        if (exchange.getRequestMethod().equals("GET") && resource.isPresent()) {
            return served.inService(resource.get())
                    .map(this::served)
                    .orElseGet(() -> Reply.error(
                            404, "nothing is served for " + resource.get().name()));
        }
        if (exchange.getRequestMethod().equals("PUT") && resource.isPresent()) {
            return begin(resource.get(), exchange.getRequestBody().readNBytes(MAX_BODY));
        }
        if (exchange.getRequestMethod().equals("DELETE") && resource.isPresent()) {
            return withdraw(
                    resource.get(),
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
        }
        return Reply.error(404, exchange.getRequestMethod() + " " + path + " is nothing the gateway knows");
    }

    private Reply served(ServedFunctions.Served now) {
        return new Reply(
                200,
                Map.of(
                        "revision",
                        now.id(),
                        "generation",
                        now.generation(),
                        "provisioned",
                        usage.provisioned(now.revision())));
    }

    /** @param query {@code uid=<UID>} */
    private Reply withdraw(Resource resource, String query) {
        String uid = query.startsWith(UID) ? query.substring(UID.length()) : "";
        if (resource.kind() != Kind.VERSION || uid.isEmpty()) {
            return Reply.error(400, "only functionversions are withdrawn, by ?uid=<UID>");
        }
        Optional<ServedFunctions.Served> now = served.inService(resource);
        if (now.filter(each -> usage.isUsed(each.revision())).isPresent()) {
            return Reply.error(409, resource.name() + " has environments");
        }
        boolean usedMeanwhile =
                served.withdraw(resource, uid).filter(usage::isUsed).isPresent();
        return usedMeanwhile ? Reply.error(409, resource.name() + " still has environments") : new Reply(200, Map.of());
    }

    private Reply leads(String namespace, String alias) {
        return served.leads(namespace, alias)
                .map(led -> new Reply(
                        200,
                        Map.of(
                                "generation",
                                led.generation(),
                                "functionVersion",
                                led.functionVersion(),
                                "secondVersion",
                                led.secondVersion().orElse(""))))
                .orElseGet(() -> Reply.error(404, "alias " + alias + " leads nowhere"));
    }

    private static Optional<Resource> resource(String path) {
        Matcher matcher = RESOURCE.matcher(path);
        return matcher.matches()
                ? Kind.of(matcher.group(2)).map(kind -> new Resource(kind, matcher.group(1), matcher.group(3)))
                : Optional.empty();
    }

    private Reply begin(Resource resource, byte[] body) {
        try {
            Beginning asked = json.readValue(body, Beginning.class);
            return served.begin(resource, asked.uid(), asked.revision())
                    ? new Reply(200, Map.of())
                    : Reply.error(409, "another revision serves " + resource.name() + ", or it is not known yet");
        } catch (IOException e) {
            return Reply.error(400, "the request is not {uid, revision}: " + e.getMessage());
        }
    }

    private Reply code(byte[] body) {
        try {
            JsonNode asked = json.readTree(body);
            String source = json.writeValueAsString(asked.path("code"));
            FunctionCode code = json.readValue(source, FunctionCode.class);
            String namespace = asked.path("namespace").asText();
            String name = asked.path("function").asText();
            return resolve(
                    new CodeRequests.Question(
                            namespace,
                            name,
                            source,
                            asked.path("handler").asText(),
                            Optional.ofNullable(asked.path("known").textValue())),
                    code);
        } catch (JsonProcessingException e) {
            return Reply.error(
                    400, "the request is not {namespace, function, code, handler}: " + e.getOriginalMessage());
        } catch (IOException e) {
            return Reply.error(400, "the request cannot be read: " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private Reply resolve(CodeRequests.Question question, FunctionCode code) {
        try {
            return requests.resolve(question, code)
                    .map(found -> new Reply(200, Map.of("sha256", found.sha256(), "sizeBytes", found.sizeBytes())))
                    .orElseGet(() -> new Reply(202, Map.of("message", "the code is being read; ask again")));
        } catch (CodeRefusal e) {
            return new Reply(
                    422,
                    Map.of(
                            "reason",
                            e.reason().name(),
                            "message",
                            Optional.ofNullable(e.getMessage()).orElse("")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "the gateway is stopping");
        }
    }
}

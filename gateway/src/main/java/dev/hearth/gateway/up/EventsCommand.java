package dev.hearth.gateway.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth events}: events of asynchronous invocations that were given up. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the events of a function that were given up, or whose record no destination has taken yet,",
            "and gives them another chance.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./hearth events orders                     the failed events of function orders, the eldest first",
            "  ./hearth events orders --redrive           all of them again, as if they had just been accepted",
            "  ./hearth events orders --redrive 3f1c...   one of them",
            "  ./hearth events orders --json | jq .       all that is known of them"
        })
final class EventsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int ERROR_WIDTH = 60;

    private final Console console;

    @Parameters(index = "0", paramLabel = "FUNCTION", description = "Name or ARN of the function.")
    private String function = "";

    @Parameters(
            index = "1..*",
            paramLabel = "ID",
            description = "Request ids, with --redrive; none: all of the function.")
    private List<String> ids = List.of();

    @Option(names = "--redrive", description = "Gives them another chance.")
    private boolean redrive;

    @Option(names = "--json", description = "Prints what the gateway answers.")
    private boolean json;

    @Option(
            names = "--endpoint-url",
            paramLabel = "<url>",
            description = "The gateway. Default AWS_ENDPOINT_URL_LAMBDA, else this machine's at --port")
    private String url = "";

    @Option(
            names = "--port",
            paramLabel = "<port>",
            converter = OptionValues.Port.class,
            description = "Port of the gateway of this machine, as for up. Default HEARTH_PORT, else 9000")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--token",
            defaultValue = "${env:HEARTH_TOKEN:-}",
            description = "What the gateway's callers must show. HEARTH_TOKEN")
    private String token = "";

    EventsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!redrive && !ids.isEmpty()) {
            throw new UpFailure("Request ids go with --redrive: ./hearth events " + function + " --redrive "
                    + String.join(" ", ids));
        }
        URI gateway = Endpoint.of(url, port, System.getenv());
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            if (redrive) {
                redrive(client, gateway);
            } else {
                list(client, gateway);
            }
        } catch (IOException e) {
            throw new UpFailure("No answer from " + gateway + " (" + e
                    + "). Is Hearth running there? Name another gateway with --port or --endpoint-url.");
        }
        return 0;
    }

    private void redrive(HttpClient client, URI gateway) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        if (!ids.isEmpty()) {
            body.set("RequestIds", JSON.valueToTree(ids));
        }
        JsonNode answer = send(
                client,
                request(gateway, "/redrive")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
        console.line(answer.path("Redriven").asInt() + " of "
                + (ids.isEmpty() ? "all that failed" : Integer.toString(ids.size())) + " got another chance.");
    }

    private void list(HttpClient client, URI gateway) throws IOException, InterruptedException {
        Optional<String> marker = Optional.of("");
        int count = 0;
        while (marker.isPresent()) {
            String query = marker.get().isEmpty() ? "" : "?Marker=" + encoded(marker.get());
            JsonNode page = send(client, request(gateway, query).GET().build());
            for (JsonNode event : page.path("FailedEvents")) {
                show(event, count == 0);
                count++;
            }
            marker = Optional.ofNullable(page.get("NextMarker")).map(JsonNode::asText);
        }
        if (count == 0 && !json) {
            console.line("No failed events of " + function + ".");
        }
    }

    private void show(JsonNode event, boolean first) {
        if (json) {
            console.line(event.toString());
            return;
        }
        if (first) {
            console.line(console.bold(
                    "%-36s  %-24s  %-23s  %5s  %s".formatted("REQUEST ID", "ENDED", "CONDITION", "TRIES", "ERROR")));
        }
        console.line("%-36s  %-24s  %-23s  %5d  %s"
                .formatted(
                        event.path("RequestId").asText(),
                        event.path("EndedAt").asText(),
                        event.path("Condition").asText(),
                        event.path("ApproximateInvokeCount").asInt(),
                        error(event)));
    }

    /** What the destination says, else the function's error. */
    private static String error(JsonNode event) {
        String text = event.has("DeliveryError")
                ? event.get("DeliveryError").asText()
                : event.path("Response").asText();
        return shown(text);
    }

    /** In one line, without what a terminal would obey: a function's error may hold what strangers sent it. */
    static String shown(String text) {
        String line = text.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ");
        return line.length() <= ERROR_WIDTH ? line : line.substring(0, ERROR_WIDTH) + "...";
    }

    private HttpRequest.Builder request(URI gateway, String rest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(gateway + "/hearth/v1/functions/" + encoded(function) + "/failed-events" + rest))
                .timeout(Duration.ofMinutes(1));
        return token.isBlank() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new UpFailure("The gateway answered " + response.statusCode() + ": "
                    + response.body().strip());
        }
        return JSON.readTree(response.body());
    }
}

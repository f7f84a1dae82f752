package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.cluster.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.sqs.model.Message;

/** What becomes of asynchronous invocations, told to real servers. */
@ResourceLock("machine")
class DestinationsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    @TempDir
    private Path folder;

    private HearthProcess hearth;
    private Lambda lambda;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(folder.resolve("functions"));
        Files.copy(
                HearthProcess.checkout().resolve("e2e/functions/target/functions.jar"),
                folder.resolve("functions/code.jar"));
        Path secret = Files.createDirectories(folder.resolve("secrets/queues"));
        Files.writeString(secret.resolve("accessKeyId"), "any\n");
        Files.writeString(secret.resolve("secretAccessKey"), "any\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("secrets/hook")).resolve("token"), "hush\n");
    }

    @AfterEach
    void down() {
        hearth.close();
    }

    private void up() throws Exception {
        hearth = HearthProcess.up(
                folder, // functions see what is served, and nothing else of /tmp
                "--cache",
                folder.resolve("cache").toString(),
                "--state",
                folder.resolve("cache").toString(),
                "--secrets",
                folder.resolve("secrets").toString(),
                "--event-retry-wait",
                "100ms");
        lambda = hearth.lambda();
    }

    private void restart() throws Exception {
        HearthProcess before = hearth;
        before.signal("KILL", before.pid());
        up();
        before.close();
    }

    /** @param more of the spec */
    private void function(String name, String handler, String more) throws IOException {
        Files.writeString(
                folder.resolve("functions/" + name + ".yaml"),
                """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  runtime: java25
                  handler: example.faults.%s::run
                  code: {file: code.jar}
                  environment: {variables: {RECORD: "%s", KEPT: "%s"}}
                """.formatted(name, handler, folder.resolve("record.txt"), folder.resolve("kept.txt"))
                        + more.indent(2));
    }

    private static String destinations(String onSuccess, String onFailure) {
        return """
            eventInvokeConfig:
              maximumRetryAttempts: 1
              destinationConfig:
                onSuccess: {%s}
                onFailure: {%s}
            """.formatted(onSuccess, onFailure);
    }

    private static <T> List<T> eventually(int count, Callable<List<T>> what) {
        List<T> all = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            all.addAll(what.call());
            return all.size() >= count;
        });
        assertThat(all).hasSize(count);
        return all;
    }

    /** The record of a function whose event was {@code {"id":1}}, or failed. */
    private static void assertRecord(String text, String function, boolean failed) throws IOException {
        JsonNode record = JSON.readTree(text);
        assertThat(record.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly(
                        "version",
                        "timestamp",
                        "requestContext",
                        "requestPayload",
                        "responseContext",
                        "responsePayload");
        assertThat(record.path("version").asText()).isEqualTo("1.0");
        assertThat(record.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonNode request = record.path("requestContext");
        assertThat(request.path("functionArn").asText()).isEqualTo(ARN + function + ":$LATEST");
        assertThat(request.path("condition").asText()).isEqualTo(failed ? "RetriesExhausted" : "Success");
        assertThat(request.path("approximateInvokeCount").asInt()).isEqualTo(failed ? 2 : 1);
        assertThat(request.path("requestId").asText()).hasSize(36);
        assertThat(record.at("/requestPayload/id").asInt()).isEqualTo(1);
        assertThat(record.path("responseContext"))
                .isEqualTo(JSON.readTree(
                        failed
                                ? "{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"}"
                                : "{\"statusCode\":200,\"executedVersion\":\"$LATEST\"}"));
        if (failed) {
            assertThat(record.at("/responsePayload/errorMessage").asText()).isEqualTo("as the event says");
        } else {
            assertThat(record.path("responsePayload").asText()).isEqualTo("done");
        }
    }

    private void sendBoth(String function) throws Exception {
        assertThat(lambda.event(function, "{\"id\":1}")).isEqualTo(202);
        assertThat(lambda.event(function, "{\"id\":1,\"fail\":true}")).isEqualTo(202);
    }

    @Test
    void queuesGetRecordsAndDeadLetters() throws Exception {
        try (SqsServer sqs = SqsServer.start()) {
            sqs.queue("good");
            sqs.queue("bad.fifo");
            sqs.queue("dead");
            String rest = ", endpoint: \"" + sqs.url() + "\", secretRef: {name: queues}";
            function(
                    "told",
                    "Recorded",
                    destinations(
                                    "destination: \"" + SqsServer.arn("good") + "\"" + rest,
                                    "destination: \"" + SqsServer.arn("bad.fifo") + "\"" + rest)
                            + "deadLetterConfig: {targetArn: \"" + SqsServer.arn("dead") + "\"" + rest + "}\n");
            up();

            sendBoth("told");

            Message good = eventually(1, () -> sqs.take("good")).getFirst();
            assertRecord(good.body(), "told", false);
            Message bad = eventually(1, () -> sqs.take("bad.fifo")).getFirst();
            assertRecord(bad.body(), "told", true);
            Message dead = eventually(1, () -> sqs.take("dead")).getFirst();
            assertThat(dead.body()).isEqualTo("{\"id\":1,\"fail\":true}");
            assertThat(dead.messageAttributes().get("ErrorCode").stringValue()).isEqualTo("200");
            assertThat(dead.messageAttributes().get("ErrorCode").dataType()).isEqualTo("Number");
            assertThat(dead.messageAttributes().get("ErrorMessage").stringValue())
                    .contains("as the event says");
            assertThat(dead.messageAttributes().get("RequestID").stringValue())
                    .isEqualTo(JSON.readTree(bad.body())
                            .at("/requestContext/requestId")
                            .asText());
        }
    }

    @Test
    void urlsGetCloudEventsAlsoAfterTheyWereDown() throws Exception {
        try (CloudEventServer hook = CloudEventServer.start()) {
            String url = "destination: \"" + hook.url() + "\", secretRef: {name: hook}";
            function("told", "Recorded", destinations(url, url));
            hook.answerWith(503);
            up();
            sendBoth("told");
            await().until(() -> lambda.get("/metrics").contains("lambda_destination_delivery_failures_total"));

            restart();
            hook.answerWith(204);

            await().until(() -> hook.received().size() == 2);
            for (CloudEventServer.Received event : hook.received()) {
                boolean failed = event.headers().get("ce-type").endsWith("failure");
                assertRecord(event.body(), "told", failed);
                assertThat(event.headers())
                        .containsEntry("ce-specversion", "1.0")
                        .containsEntry("ce-source", ARN + "told:$LATEST")
                        .containsEntry("content-type", "application/json")
                        .containsEntry("authorization", "Bearer hush")
                        .containsEntry(
                                "ce-id",
                                JSON.readTree(event.body())
                                        .at("/requestContext/requestId")
                                        .asText());
            }
            assertThat(hook.received())
                    .extracting(event -> event.headers().get("ce-type"))
                    .containsExactlyInAnyOrder(
                            "dev.hearth.lambda.invocation.success", "dev.hearth.lambda.invocation.failure");
        }
    }

    @Test
    void functionsGetRecordsAsEvents() throws Exception {
        function("audit", "Kept", "");
        function(
                "told",
                "Recorded",
                destinations("destination: \"function:audit\"", "destination: \"" + ARN + "audit\""));
        up();

        sendBoth("told");

        await().until(() -> Files.exists(folder.resolve("kept.txt"))
                && Files.readAllLines(folder.resolve("kept.txt")).size() == 2);
        for (String record : Files.readAllLines(folder.resolve("kept.txt"))) {
            assertRecord(record, "told", record.contains("RetriesExhausted"));
        }
    }

    @Test
    void streamsOfNatsGetRecordsOnce() throws Exception {
        Assumptions.assumeTrue(
                Tools.obstacle().isEmpty(), () -> Tools.obstacle().orElse(""));
        try (NatsServer nats = NatsServer.start(Files.createDirectories(folder.resolve("nats")))) {
            function(
                    "told",
                    "Recorded",
                    destinations(
                            "destination: \"" + nats.url() + "/invocations.good\"",
                            "destination: \"" + nats.url() + "/invocations.bad\""));
            up();
            sendBoth("told"); // there is no stream yet: nobody would have the records
            await().until(() -> lambda.get("/metrics").contains("lambda_destination_delivery_failures_total"));

            nats.stream("INVOCATIONS", "invocations.>");

            await().until(() -> nats.kept("INVOCATIONS").size() == 2);
            for (String record : nats.kept("INVOCATIONS")) {
                assertRecord(record, "told", record.contains("RetriesExhausted"));
            }
        }
    }

    @Test
    void whatNobodyGetsCanBeSeenAndGetsAnotherChance() throws Exception {
        function("told", "Recorded", "eventInvokeConfig: {maximumRetryAttempts: 0}\n");
        up();
        for (int id = 1; id <= 3; id++) {
            assertThat(lambda.event("told", "{\"id\":" + id + ",\"fail\":true}"))
                    .isEqualTo(202);
        }
        String gateway = "--endpoint-url=" + hearth.url();
        await().until(() -> HearthProcess.run("events", "told", gateway).lines().count() == 4);
        assertThat(HearthProcess.run("events", "told", gateway))
                .contains("REQUEST ID", "RetriesExhausted", "as the event says");
        List<String> failed =
                HearthProcess.run("events", "told", gateway, "--json").lines().toList();
        String first = JSON.readTree(failed.getFirst()).path("RequestId").asText();

        assertThat(HearthProcess.run("events", "told", gateway, "--redrive", first))
                .contains("1 of 1 got another chance");
        await().until(() -> recorded().size() == 4);
        assertThat(HearthProcess.run("events", "told", gateway, "--redrive")).contains("3 of all");
        await().until(() -> recorded().size() == 7);

        assertThat(HearthProcess.run("events", "told", gateway, "--redrive", "no-such-id"))
                .contains("0 of 1");
        assertThat(recorded().stream().distinct()).as("request ids stay").hasSize(3);
    }

    private List<String> recorded() throws IOException {
        return Files.readAllLines(folder.resolve("record.txt"));
    }

    @Test
    void aDestinationThatCannotBeHadIsRefusedByName() throws Exception {
        function("self", "Recorded", destinations("destination: \"function:self\"", "destination: \"function:other\""));
        function("other", "Recorded", "");
        up();

        assertThat(hearth.hasPrinted("You can't specify the function as a destination for itself"))
                .isTrue();
        assertThat(hearth.hasPrinted("spec.eventInvokeConfig.destinationConfig.onSuccess.destination"))
                .isTrue();
    }
}

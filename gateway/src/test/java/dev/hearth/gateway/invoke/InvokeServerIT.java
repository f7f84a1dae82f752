package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.Lineage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every header and error body, over a real socket. */
class InvokeServerIT {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTheResultWithLambdasHeaders() throws Exception {
        HttpResponse<String> response = server.invoke("hello", "{\"name\":\"Ada\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"name\":\"Ada\"}");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(header(response, "X-Amzn-Trace-Id")).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(header(response, "Date")).endsWith("GMT");
        assertThat(response.headers().map()).doesNotContainKeys("X-Amz-Function-Error", "X-Amz-Log-Result");
        Invocation invocation = server.dispatcher.awaitRunning().invocation;
        assertThat(invocation.requestId()).isEqualTo(header(response, "x-amzn-RequestId"));
        assertThat(UUID.fromString(invocation.requestId()).version()).isEqualTo(4);
        assertThat(UUID.fromString(invocation.requestId()).variant()).isEqualTo(2);
        assertThat(invocation.invokedArn()).isEqualTo(FakeCatalog.ARN);
        assertThat(invocation.traceId().orElseThrow()).startsWith(header(response, "X-Amzn-Trace-Id") + ";Parent=");
        assertThat(invocation.streaming()).isFalse();
        assertThat(invocation.wantsLogTail()).isFalse();
    }

    @Test
    void passesOptionsOn() throws Exception {
        server.dispatcher.behaviour =
                FakeDispatcher.always(new Answer.Success("1".getBytes(StandardCharsets.UTF_8), Optional.of("bG9n")));
        String context =
                Base64.getEncoder().encodeToString("{\"custom\":{\"a\":\"b\"}}".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = server.invoke(
                "hello",
                "",
                "X-Amz-Log-Type",
                "Tail",
                "X-Amz-Client-Context",
                context,
                "X-Amzn-Trace-Id",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
        assertThat(header(response, "X-Amz-Log-Result")).isEqualTo("bG9n");
        assertThat(header(response, "X-Amzn-Trace-Id")).isEqualTo("Root=1-5759e988-bd862e3fe1be46a994272793");
        Invocation invocation = server.dispatcher.awaitRunning().invocation;
        assertThat(new String(invocation.payload(), StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(invocation.clientContext()).contains(context);
        assertThat(invocation.wantsLogTail()).isTrue();
        assertThat(invocation.traceId().orElseThrow())
                .matches("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;"
                        + "Lineage=[0-9a-f]{8}:1");
    }

    @Test
    void stopsAFunctionThatHasComeToItselfTooOften() throws Exception {
        String trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
        for (int i = 0; i < 16; i++) {
            trace = Lineage.passing(trace, FakeCatalog.REVISION.function());
        }

        HttpResponse<String> response = server.invoke("hello", "{}", "X-Amzn-Trace-Id", trace);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(header(response, "X-Amzn-ErrorType")).isEqualTo("RecursiveInvocationException");
        assertThat(response.body()).contains("\"Message\":", "recursive loop: hello");
    }

    @ParameterizedTest
    @CsvSource({
        "hello, arn:aws:lambda:us-east-1:123456789012:function:hello",
        "hello?Qualifier=$LATEST, arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST",
        "hello:$LATEST, arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST",
        "hello%3A%24LATEST, arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST",
        "123456789012:function:hello, arn:aws:lambda:us-east-1:123456789012:function:hello",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ahello, arn:aws:lambda:us-east-1:123456789012:function:hello",
    })
    void findsTheFunctionByEveryKindOfName(String name, String arn) throws Exception {
        String[] part = name.split("\\?");
        String query = part.length > 1 ? "?" + part[1] : "";
        HttpResponse<String> response = server.post("/2015-03-31/functions/" + part[0] + "/invocations" + query, "1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(server.dispatcher.awaitRunning().invocation.invokedArn()).isEqualTo(arn);
    }

    @Test
    void showsTheColdStartOfInvocationsThatWaitedForAnInit() throws Exception {
        assertThat(header(server.invoke("hello", "1"), "Hearth-Cold-Start")).startsWith("no ");
        for (Answer answer : List.of(
                FakeDispatcher.success("1"), new Answer.FunctionError("E", new byte[] {'1'}, Optional.empty()))) {
            server.dispatcher.behaviour = (invocation, caller) -> {
                caller.coldStart(new ColdStart(1.5, 80, 30, 0));
                caller.answered(answer);
            };
            assertThat(header(server.invoke("hello", "1"), "Hearth-Cold-Start"))
                    .isEqualTo("launch=1.5;start=80.0;init=30.0;dispatch=0.0");
            HttpResponse<String> streamed =
                    server.post("/2021-11-15/functions/hello/response-streaming-invocations", "1");
            assertThat(header(streamed, "Hearth-Cold-Start")).startsWith("launch=1.5;");
        }
        assertThat(server.registry.scrape()).contains("lambda_cold_start_phase_seconds_count{");
    }

    @Test
    void answersAFunctionErrorWithStatus200() throws Exception {
        server.dispatcher.behaviour = FakeDispatcher.always(new Answer.FunctionError(
                "Runtime.UserException",
                "{\"errorMessage\":\"no\"}".getBytes(StandardCharsets.UTF_8),
                Optional.of("eA==")));
        HttpResponse<String> response = server.invoke("hello", "1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(header(response, "X-Amz-Log-Result")).isEqualTo("eA==");
        assertThat(header(response, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(response.body()).isEqualTo("{\"errorMessage\":\"no\"}");
    }

    @Test
    void answersAThrottleAs429() throws Exception {
        server.dispatcher.behaviour = FakeDispatcher.always(new Answer.Throttled(
                Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded, Duration.ofMillis(1_200)));
        HttpResponse<String> response = server.invoke("hello", "1");
        assertError(
                response,
                429,
                "TooManyRequestsException",
                "{\"Type\":\"User\",\"message\":\"Rate Exceeded.\","
                        + "\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}");
        assertThat(header(response, "Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"NO_ENVIRONMENT, 1", "STOPPING, 1", "ENVIRONMENT_LOST, "})
    void answersOurOwnFaultsAs500(Answer.Cause cause, String retryAfter) throws Exception {
        server.dispatcher.behaviour = FakeDispatcher.always(new Answer.Unavailable(cause, "why"));
        HttpResponse<String> response = server.invoke("hello", "1");
        assertError(response, 500, "ServiceException", "{\"Type\":\"Server\",\"Message\":\"why\"}");
        assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
    }

    @Test
    void dryRunChecksAndRunsNothing() throws Exception {
        HttpResponse<String> response = server.invoke("hello", "{}", "X-Amz-Invocation-Type", "DryRun");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().map())
                .containsKey("x-amzn-RequestId")
                .doesNotContainKey("X-Amz-Executed-Version");
        assertThat(server.invoke("nobody", "{}", "X-Amz-Invocation-Type", "DryRun")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.dispatcher.running).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            nobody/invocations ~ 404 ~ ResourceNotFoundException ~ {"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:$LATEST"}
            broken/invocations ~ 409 ~ ResourceConflictException ~ {"Type":"User","message":"The operation cannot be performed at this time. The function is currently in the following state: Failed. ./broken.yaml:3 spec.timeout: is 0"}
            hello:live/invocations ~ 404 ~ ResourceNotFoundException ~ {"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:123456789012:function:hello:live"}
            hello/invocations?Qualifier=1 ~ 404 ~ ResourceNotFoundException ~ {"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:123456789012:function:hello:1"}
            hello:1/invocations?Qualifier=2 ~ 400 ~ InvalidParameterValueException ~ {"Type":"User","message":"The derived qualifier from the function name does not match the specified qualifier."}
            arn:aws:lambda:eu-west-1:123456789012:function:hello/invocations ~ 404 ~ ResourceNotFoundException ~ {"Type":"User","Message":"Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"}
            210987654321:function:hello/invocations ~ 403 ~ AccessDeniedException ~ {"Message":"User: arn:aws:iam::123456789012:root is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:210987654321:function:hello because no resource-based policy allows the lambda:InvokeFunction action"}
            hel%20lo/invocations ~ 400 ~ ValidationException ~ {"message":"1 validation error detected: Value 'hel lo' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\\\d{1}:)?(\\\\d{12}:)?(function:)?([a-zA-Z0-9-_\\\\.]+)(:(\\\\$LATEST(\\\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?"}
            hello/invocations?Qualifier=a%20b ~ 400 ~ ValidationException ~ {"message":"1 validation error detected: Value 'a b' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \\\\$(LATEST(\\\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"}
            /invocations ~ 400 ~ ValidationException ~ {"message":"1 validation error detected: Value '' at 'functionName' failed to satisfy constraint: Member must have length greater than or equal to 1"}
            """)
    void refusesNamesInLambdasWords(String path, int status, String type, String body) throws Exception {
        assertError(server.post("/2015-03-31/functions/" + path, "{}"), status, type, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Amz-Invocation-Type | Event | InvalidParameterValueException | {"Type":"User","message":"Event invocations are not supported by this installation: it has no stream of events (events.nats)"}
            X-Amz-Invocation-Type | Maybe | ValidationException | {"message":"1 validation error detected: Value 'Maybe' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]"}
            X-Amz-Log-Type | All | ValidationException | {"message":"1 validation error detected: Value 'All' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]"}
            X-Amz-Tenant-Id | blue | InvalidParameterValueException | {"Type":"User","message":"X-Amz-Tenant-Id: tenant isolation is not supported yet"}
            X-Amz-Durable-Execution-Name | d | InvalidParameterValueException | {"Type":"User","message":"X-Amz-Durable-Execution-Name: durable functions are not supported yet"}
            X-Amz-Client-Context | e30x | InvalidRequestContentException | {"Type":"User","message":"Client context must be a valid Base64-encoded JSON object."}
            """)
    void refusesOptionsByName(String header, String value, String type, String body) throws Exception {
        assertError(server.invoke("hello", "{}", header, value), 400, type, body);
    }

    @Test
    void refusesAPayloadThatIsNotJson() throws Exception {
        assertError(
                server.invoke("hello", "{nope"),
                400,
                "InvalidRequestContentException",
                "{\"Type\":\"User\",\"message\":\"Could not parse request body into json: Could not parse payload into json: "
                        + "Unexpected character ('n' (code 110)): was expecting double-quote to start field name\\n at [Source:"
                        + " REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]\"}");
    }

    @Test
    void limitsPayloadsTo6291456Bytes() throws Exception {
        String largest = "\"" + "x".repeat(6_291_454) + "\"";
        assertThat(server.invoke("hello", largest).body()).isEqualTo(largest);
        assertError(
                server.invoke("hello", largest + " "),
                413,
                "RequestEntityTooLargeException",
                "{\"Type\":\"User\",\"message\":\"6291457 byte payload is too large for the RequestResponse invocation type"
                        + " (limit 6291456 bytes)\"}");
        assertThat(chunked(largest + " ").statusCode()).isEqualTo(413);
        assertThat(chunked(largest).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /2015-03-31/functions, 501, NotImplementedException, ListFunctions is not supported yet",
        "DELETE, /2015-03-31/functions/hello, 501, NotImplementedException, DeleteFunction is not supported yet",
        "POST, /2014-11-13/functions/hello/invoke-async/, 501, NotImplementedException, InvokeAsync is not supported yet",
        "GET, /2015-03-31/functions/hello/invocations, 403, AccessDeniedException, Unable to determine service/operation name to be authorized",
        "POST, /healthz, 403, AccessDeniedException, Unable to determine service/operation name to be authorized",
        "GET, /favicon.ico, 403, AccessDeniedException, Unable to determine service/operation name to be authorized",
    })
    void namesWhatIsNotThere(String method, String path, int status, String type, String message) throws Exception {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(URI.create(server.url(path)))
                .method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "x-amzn-ErrorType")).isEqualTo(type);
        assertThat(response.body()).contains("\"Message\":\"" + message + "\"");
    }

    @Test
    void servesLocalRoutes() throws Exception {
        HttpResponse<String> get = server.send(HttpRequest.newBuilder(URI.create(server.url("/healthz"))));
        assertThat(get.body()).isEqualTo("ok");
        assertThat(header(get, "Content-Type")).isEqualTo("text/plain");
        HttpResponse<String> head = server.send(
                HttpRequest.newBuilder(URI.create(server.url("/healthz"))).HEAD());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("2");
    }

    @Test
    void letsNoWebPageInvoke() throws Exception {
        assertThat(server.invoke("hello", "{}", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        try (RawCaller caller = server.raw()) {
            caller.send(RawCaller.invoke("{}").replace("Host: localhost", "Host: evil.example"));
            assertThat(caller.answer()).startsWith("HTTP/1.1 403").contains("AccessDeniedException");
        }
        assertThat(server.dispatcher.running).isEmpty();
    }

    @Test
    void countsInvocations() throws Exception {
        server.invoke("hello", "{}");
        assertThat(server.registry.scrape())
                .contains(
                        "lambda_invocations_total{function=\"hello\",namespace=\"default\",qualifier=\"$LATEST\"} 1.0");
    }

    @Test
    void drainAnswersWhatRunsAndEndsTheRest() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        try (RawCaller idle = server.raw();
                RawCaller busy = server.raw().send(RawCaller.invoke("{}"))) {
            FakeDispatcher.Running running = server.dispatcher.awaitRunning();
            var drained = server.server.drain(Duration.ofSeconds(5));
            assertThat(idle.rest()).isEmpty();
            assertThat(drained).isNotDone();
            running.caller.answered(FakeDispatcher.success("1"));
            assertThat(busy.rest())
                    .startsWith("HTTP/1.1 200")
                    .contains("connection: close")
                    .endsWith("\r\n\r\n1");
            assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void drainEndsAConnectionWhoseStreamHadBegun() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        try (RawCaller busy = server.raw()
                .send(RawCaller.invoke("{}")
                        .replace("2015-03-31", "2021-11-15")
                        .replace("/invocations", "/response-streaming-invocations"))) {
            FakeDispatcher.Running running = server.dispatcher.awaitRunning();
            running.caller.chunk(new byte[] {'1'});
            assertThat(busy.socket.getInputStream().read()).isEqualTo('H');
            var drained = server.server.drain(Duration.ofSeconds(20));

            running.caller.answered(FakeDispatcher.success(""));

            assertThat(drained).succeedsWithin(Duration.ofSeconds(5));
            assertThat(busy.rest()).contains("InvokeComplete").endsWith("0\r\n\r\n");
        }
    }

    private HttpResponse<String> chunked(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return server.send(HttpRequest.newBuilder(URI.create(server.url("/2015-03-31/functions/hello/invocations")))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes))));
    }

    private static void assertError(HttpResponse<String> response, int status, String type, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "x-amzn-ErrorType")).isEqualTo(type);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "x-amzn-RequestId")).hasSize(36);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("no " + name);
    }
}

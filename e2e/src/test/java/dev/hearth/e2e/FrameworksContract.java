package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Functions of frameworks, built and packed as each documents for Lambda, run unchanged; see {@code e2e/frameworks}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FrameworksContract {
    private static final Pattern STARTED = Pattern.compile("START RequestId: ([0-9a-f-]{36}) Version: \\$LATEST");

    private Home hearth;
    private Lambda lambda;

    /** Starts to serve them. */
    protected abstract Home open() throws Exception;

    @BeforeAll
    void start() throws Exception {
        hearth = open();
        lambda = hearth.lambda();
    }

    @AfterAll
    void end() {
        hearth.close();
    }

    @Test
    void quarkusInjectsConfiguresAndLogs() throws Exception {
        Answer answer = succeeds("quarkus-quote", "{\"country\":\"DE\",\"grams\":1500}");

        assertThat(answer.body()).matches("\\{\"carrier\":\"ACME\",\"price\":8\\.50,\"requestId\":\"[0-9a-f-]{36}\"}");
        awaitLog("quarkus-quote", "INFO  \\[com\\.example\\.shipping\\.QuoteHandler] .*quoting 1500 g to DE");
        awaitLog("quarkus-quote", ".*tariff of 2 countries, surcharge 2\\.50");
    }

    @Test
    void quarkusHandlerIsChosenByAVariable() throws Exception {
        assertThat(succeeds("quarkus-shout", "\"hey\"").body()).isEqualTo("\"HEY\"");
        awaitLog("quarkus-shout", "shouting 5 characters");
    }

    @Test
    void quarkusExceptionsAreTheFunctions() throws Exception {
        fails("quarkus-quote", "{\"country\":\"XX\",\"grams\":1}", "no carrier goes to XX");
    }

    @Test
    void springFunctionsTakePlainTypes() throws Exception {
        assertThat(succeeds("spring-bill", "{\"country\":\"DE\",\"net\":100}").body())
                .isEqualTo("{\"gross\":116.00,\"tax\":16.00}");
        awaitLog("spring-bill", ".*com\\.example\\.tax\\.TaxApplication +: billing 100 for DE");
    }

    /** The adapter reads events of AWS's types with the serialisation library that Lambda's runtime has. */
    @Test
    void springFunctionsTakeEventsOfApiGateway() throws Exception {
        Answer answer = succeeds("spring-rate-api", "{\"httpMethod\":\"GET\",\"pathParameters\":{\"country\":\"NO\"}}");

        assertThat(answer.body())
                .contains(
                        "\"statusCode\":200", "\"body\":\"NO 25 %\"", "\"headers\":{\"Content-Type\":\"text/plain\"}");
    }

    @Test
    void springExceptionsAreTheFunctions() throws Exception {
        fails("spring-bill", "{\"country\":\"XX\",\"net\":1}", "no tax rate for XX");
    }

    @Test
    void micronautHandlesEventsOfApiGatewayAndKeepsItsBeans() throws Exception {
        String request =
                "{\"httpMethod\":\"POST\",\"path\":\"/\",\"body\":\"{\\\"title\\\":\\\"Emma\\\",\\\"pages\\\":400}\"}";

        for (int place = 1; place <= 2; place++) {
            assertThat(succeeds("micronaut-books", request).body())
                    .isEqualTo("{\"statusCode\":201,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":"
                            + "\"{\\\"title\\\":\\\"Emma\\\",\\\"pages\\\":400,\\\"place\\\":\\\"attic-" + place
                            + "\\\"}\"}");
        }
        awaitLog("micronaut-books", "INFO .*BookRequestHandler [0-9a-f-]{36} - saving Emma");
    }

    @Test
    void powertoolsWritesStructuredLogsAndEmbeddedMetrics() throws Exception {
        String request = "{\"httpMethod\":\"POST\",\"pathParameters\":{\"merchant\":\"m1\"},"
                + "\"requestContext\":{\"requestId\":\"gw-1\"},\"body\":\"1250\"}";

        assertThat(succeeds("powertools-payments", request).body())
                .isEqualTo("{\"statusCode\":202,\"body\":\"booked 1250\"}");
        succeeds("powertools-payments", request);

        await().untilAsserted(() -> assertThat(requests("powertools-payments")).hasSize(2));
        List<String> ids = requests("powertools-payments");
        awaitLine("powertools-payments", structured(ids.get(0), "\"cold_start\":true"));
        awaitLine("powertools-payments", structured(ids.get(1), "\"cold_start\":false"));
        awaitLine("powertools-payments", metrics(ids.get(0), "\"ColdStart\":1.0"));
        awaitLine("powertools-payments", metrics(ids.get(0), "\"PaymentsBooked\":1.0", "\"AmountBooked\":1250.0"));
        awaitLine("powertools-payments", metrics(ids.get(1), "\"PaymentsBooked\":1.0", "\"AmountBooked\":1250.0"));
    }

    private static List<String> structured(String requestId, String coldStart) {
        return List.of(
                "\"level\":\"INFO\"",
                "\"message\":\"payment booked\"",
                "\"function_request_id\":\"" + requestId + "\"",
                "\"function_name\":\"powertools-payments\"",
                "\"function_memory_size\":512",
                "\"function_arn\":\"arn:aws:lambda:us-east-1:",
                "\"service\":\"payments\"",
                "\"correlation_id\":\"gw-1\"",
                "\"merchant\":\"m1\"",
                "\"cents\":1250",
                coldStart);
    }

    private static List<String> metrics(String requestId, String... values) {
        List<String> parts = new ArrayList<>(List.of(
                "\"_aws\":{",
                "\"CloudWatchMetrics\":[{",
                "\"Namespace\":\"Shop\"",
                "\"Service\":\"payments\"",
                "\"function_request_id\":\"" + requestId + "\"",
                "\"executionEnvironment\":\"AWS_Lambda_java21\""));
        parts.addAll(List.of(values));
        return parts;
    }

    private Answer succeeds(String function, String payload) throws Exception {
        Answer answer = lambda.invoke(function, payload);
        assertThat(answer.functionError())
                .as(answer.body() + "\n" + hearth.output())
                .isEmpty();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private void fails(String function, String payload, String message) throws Exception {
        Answer answer = lambda.invoke(function, payload);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.body())
                .startsWith(
                        "{\"errorMessage\":\"" + message + "\",\"errorType\":\"java.lang.IllegalArgumentException\","
                                + "\"stackTrace\":[\"com.example.");
    }

    private List<String> requests(String function) {
        return hearth.log(function).stream()
                .map(STARTED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private void awaitLog(String function, String pattern) {
        await().untilAsserted(() -> assertThat(hearth.log(function))
                .as(hearth.output())
                .anyMatch(line -> Pattern.compile(pattern).matcher(line).find()));
    }

    /** A JSON object on a line of its own that holds all of these. */
    private void awaitLine(String function, List<String> parts) {
        await().untilAsserted(() -> assertThat(hearth.log(function))
                .as(hearth.output())
                .anyMatch(line -> line.startsWith("{")
                        && line.endsWith("}")
                        && parts.stream().allMatch(line::contains)));
    }
}

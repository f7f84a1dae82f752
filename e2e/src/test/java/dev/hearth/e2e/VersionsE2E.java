package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Versions, aliases and provisioned concurrency on one machine; the cluster's are in {@code cluster.VersionsE2E}. */
@ResourceLock("machine")
class VersionsE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TELL = "example.faults.Surroundings::tell";
    private static final String TYPE = "example.faults.Initialization::type";
    private static final String COUNTED = "example.faults.Counted::run";
    private static final String PROVISIONED = "\"provisioned-concurrency\"";
    private static final String ON_DEMAND = "\"on-demand\"";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    @TempDir
    private Path folder;

    private HearthProcess hearth;
    private Lambda lambda;

    @BeforeEach
    void code() throws Exception {
        Files.copy(HearthProcess.checkout().resolve("e2e/functions/target/functions.jar"), folder.resolve("code.jar"));
    }

    @AfterEach
    void down() {
        hearth.close();
    }

    private void up(String... options) throws Exception {
        hearth = HearthProcess.up(folder, options);
        lambda = hearth.lambda();
    }

    @Test
    void publishesEveryChangeOnceAndGoesBackToAVersionWithAllOfIt() throws Exception {
        function("kept", TELL, "publish: true", "environment: {variables: {NOTE: first}}");
        alias("live", "kept", "latestPublished: true");
        up();
        assertThat(told("kept:1")).containsExactly("first", "1", ARN + "kept:1");

        function("kept", TELL, "publish: true", "environment: {variables: {NOTE: second}}");
        soon().until(() -> lambda.invoke("kept:2", "{}").isResult());

        assertThat(told("kept:1")).containsExactly("first", "1", ARN + "kept:1");
        assertThat(told("kept:live")).containsExactly("second", "2", ARN + "kept:live");
        assertThat(told("kept")).containsExactly("second", "$LATEST", ARN + "kept");
        assertThat(told("kept:$LATEST")).containsExactly("second", "$LATEST", ARN + "kept:$LATEST");
        Answer missing = lambda.invoke("kept:3", "{}");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("Function not found: " + ARN + "kept:3");

        alias("live", "kept", "functionVersion: \"1\"");
        soon().untilAsserted(() -> assertThat(told("kept:live")).containsExactly("first", "1", ARN + "kept:live"));
        hearth.terminate();
        up();
        assertThat(told("kept:live")).containsExactly("first", "1", ARN + "kept:live");
        assertThat(told("kept:2")).containsExactly("second", "2", ARN + "kept:2");
    }

    @Test
    void keepsEnvironmentsInitialisedForAnAliasAndSpillsOver() throws Exception {
        function("warm", TYPE, "publish: true", "timeout: 20");
        alias(
                "live",
                "warm",
                "functionVersion: \"1\"",
                "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 2}");
        up();
        soon().until(() -> lambda.get("/metrics").contains("lambda_environments{state=\"idle\"} 2.0"));

        List<String> three =
                Stream.generate(() -> lambda.invokeLater("warm:live", "{\"ms\":3000}")).limit(3).toList().stream()
                        .map(CompletableFuture::join)
                        .map(Answer::body)
                        .sorted()
                        .toList();

        assertThat(three).containsExactly(ON_DEMAND, PROVISIONED, PROVISIONED);
        assertThat(lambda.invoke("warm", "{}").body()).isEqualTo(ON_DEMAND);
        assertThat(lambda.get("/metrics"))
                .contains(
                        "lambda_provisioned_concurrency_invocations_total{function=\"warm\",namespace=\"default\",qualifier=\"1\"} 2.0",
                        "lambda_provisioned_concurrency_spillover_invocations_total{function=\"warm\",namespace=\"default\",qualifier=\"1\"} 1.0");
    }

    @Test
    void provisionedConcurrencyMovesWithTheAlias() throws Exception {
        function("moving", TYPE, "publish: true");
        alias(
                "live",
                "moving",
                "latestPublished: true",
                "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 1}");
        up();
        soon().until(() -> hearth.jvms("moving").size() == 1);
        Set<Long> first = hearth.jvms("moving");

        function("moving", TYPE, "publish: true", "memorySize: 192");

        soon().until(() ->
                hearth.jvms("moving").size() == 1 && !hearth.jvms("moving").equals(first));
        soon().until(() -> lambda.invoke("moving:live", "{}").body().equals(PROVISIONED));
    }

    @Test
    void whatIsProvisionedCountsInsideWhatIsReserved() throws Exception {
        function("inside", TYPE, "publish: true", "reservedConcurrentExecutions: 1");
        alias(
                "live",
                "inside",
                "functionVersion: \"1\"",
                "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 1}");
        up();
        soon().until(() -> lambda.get("/metrics").contains("lambda_environments{state=\"idle\"} 1.0"));

        Answer throttled = lambda.invoke("inside", "{}");

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.body())
                .isEqualTo(
                        "{\"Type\":\"User\",\"message\":\"Rate Exceeded.\",\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}");
        assertThat(lambda.invoke("inside:live", "{}").body()).isEqualTo(PROVISIONED);
    }

    /** Counted in the handlers, while versions, aliases, what is provisioned and processes come and go. */
    @Test
    void noCapIsEverExceededUnderChurn() throws Exception {
        int account = 5;
        try (Counter counter = Counter.start("127.0.0.1")) {
            String[] spec = {
                "publish: true", "timeout: 2", "environment: {variables: {COUNTER: \"" + counter.address() + "\"}}"
            };
            function("a", COUNTED, spec);
            function("b", COUNTED, spec);
            alias("a-live", "a", "name: live", "latestPublished: true");
            alias("b-live", "b", "name: live", "latestPublished: true");
            up("--account-concurrency", Integer.toString(account));

            churn(counter, spec, account);

            assertThat(counter.most()).hasSize(account);
        }
    }

    private void churn(Counter counter, String[] spec, int account) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (TestThreads callers = new TestThreads()) {
            IntStream.range(0, 12)
                    .forEach(caller -> callers.submit(() -> call(caller % 2 == 0 ? "a" : "b", over, wrong)));
            await().until(() -> counter.most().size() == account);
            for (int change = 0; change < 30; change++) {
                String name = change % 2 == 0 ? "a" : "b";
                switch (change % 3) {
                    case 0 -> function(name, COUNTED, with(spec, "description: \"" + change + "\""));
                    case 1 ->
                        alias(
                                name + "-live",
                                name,
                                "name: live",
                                change % 4 == 1 ? "functionVersion: \"1\"" : "latestPublished: true");
                    default ->
                        hearth.jvms(name).stream()
                                .findAny()
                                .flatMap(ProcessHandle::of)
                                .ifPresent(ProcessHandle::destroyForcibly);
                }
                Thread.sleep(500);
                assertThat(counter.most()).hasSizeLessThanOrEqualTo(account);
            }
            over.set(true);
        }
        assertThat(wrong)
                .as("answers that are neither results, throttles nor losses")
                .isEmpty();
    }

    private static String[] with(String[] spec, String more) {
        return Stream.concat(Stream.of(spec), Stream.of(more)).toArray(String[]::new);
    }

    /** Some take too long. A killed process is told to its caller as Lambda tells it: a function error, or 500. */
    private Void call(String function, AtomicBoolean over, ConcurrentLinkedQueue<String> wrong) throws Exception {
        while (!over.get()) {
            String qualifier = ThreadLocalRandom.current().nextBoolean() ? ":live" : "";
            int millis = ThreadLocalRandom.current().nextInt(50) == 0
                    ? 3_000
                    : ThreadLocalRandom.current().nextInt(200);
            Answer answer = lambda.invoke(function + qualifier, "{\"ms\":" + millis + "}");
            if (answer.status() == 429) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(50));
            } else if (answer.status() != 200 && answer.status() != 500) {
                wrong.add(answer.toString());
            }
        }
        return null;
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(50));
    }

    /** Its variable NOTE, version and ARN. */
    private List<String> told(String function) throws Exception {
        JsonNode told = JSON.readTree(lambda.invoke(function, "{}").body());
        return List.of(
                told.path("NOTE").asText(),
                told.path("functionVersion").asText(),
                told.path("invokedFunctionArn").asText());
    }

    private void function(String name, String handler, String... spec) throws Exception {
        write(name, """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  runtime: java25
                  handler: %s
                  code: {file: code.jar}
                """.formatted(name, handler), spec);
    }

    private void alias(String name, String function, String... spec) throws Exception {
        write(name, """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %s}
                spec:
                  functionName: %s
                """.formatted(name, function), spec);
    }

    private void write(String file, String text, String... more) throws Exception {
        String all = text
                + String.join(
                        "", Stream.of(more).map(line -> "  " + line + "\n").toList());
        Path fresh = Files.writeString(folder.resolve(file + ".new"), all);
        Files.move(fresh, folder.resolve(file + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }
}

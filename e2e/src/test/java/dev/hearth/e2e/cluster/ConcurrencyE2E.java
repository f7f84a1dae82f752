package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Counter;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Environments that are kept initialised, and limits of accounts that hold. */
@SharesCluster
@ResourceLock(SharesCluster.TWO)
class ConcurrencyE2E {
    private static final String NAMESPACE = "concurrency";
    private static final String HANDLER = "example.faults.Initialization::type";
    private static final String PROVISIONED = "\"provisioned-concurrency\"";
    private static final String ON_DEMAND = "\"on-demand\"";
    private static final String EVENT = "{\"ms\":300}";
    private static final String LATE = "{\"ms\":5000}";
    private static final String LIMIT = "lambda.hearth.dev/concurrent-executions";

    private static Cluster cluster;
    private static Account account;
    private static Lambda lambda;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
        account = Account.open(cluster, NAMESPACE);
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void keepsEnvironmentsInitialisedForAnAliasAndSpillsOver() throws Exception {
        publish("warm", "1", "timeout: 20");
        alias("warm", 2, "functionVersion: \"1\"");
        awaitProvisioned("fnalias", "warm-live", "READY");

        assertThat(numbers("fnalias", "warm-live")).containsExactly(2, 2, 2);
        assertThat(account.pods("warm")).isEqualTo(2);
        List<String> three =
                Stream.generate(() -> lambda.invokeLater("warm:live", "{\"ms\":3000}")).limit(3).toList().stream()
                        .map(CompletableFuture::join)
                        .map(Answer::body)
                        .sorted()
                        .toList();

        assertThat(three).containsExactly(ON_DEMAND, PROVISIONED, PROVISIONED);
        assertThat(lambda.invoke("warm", "{}").body()).as("$LATEST").isEqualTo(ON_DEMAND);
    }

    @Test
    void provisionedConcurrencyMovesWithTheAlias() throws Exception {
        publish("moving", "1");
        publish("moving", "2");
        alias("moving", 1, "functionVersion: \"1\"");
        awaitProvisioned("fnalias", "moving-live", "READY");

        alias("moving", 1, "functionVersion: \"2\"");

        soon().untilAsserted(() -> {
            assertThat(provisioned("fnver", "moving-1").isMissingNode()).isTrue();
            assertThat(provisioned("fnver", "moving-2").path("status").asText()).isEqualTo("READY");
            assertThat(account.list(
                            "deployments", "-l", "lambda.hearth.dev/version=1,lambda.hearth.dev/function=moving"))
                    .hasSize(1);
        });
        assertThat(lambda.invoke("moving:live", "{}").body()).isEqualTo(PROVISIONED);
        account.kubectl("delete", "fnalias", "moving-live");
        soon().untilAsserted(() ->
                assertThat(provisioned("fnver", "moving-2").isMissingNode()).isTrue());
    }

    @Test
    void aVersionHasProvisionedConcurrencyByItsAnnotation() throws Exception {
        publish("noted", "1");

        account.kubectl("annotate", "fnver", "noted-1", "lambda.hearth.dev/provisioned-concurrent-executions=1");

        awaitProvisioned("fnver", "noted-1", "READY");
        assertThat(lambda.invoke("noted:1", "{}").body()).isEqualTo(PROVISIONED);
        alias("noted", 1, "functionVersion: \"1\"");
        awaitProvisioned("fnalias", "noted-live", "FAILED");
        assertThat(reason("fnalias", "noted-live")).contains("on an already Provisioned version");
    }

    @Test
    void saysWhenInitsFail() {
        publish("failing", "1", "environment: {variables: {INIT_FAILS: \"yes\"}}");

        alias("failing", 1, "functionVersion: \"1\"");

        awaitProvisioned("fnalias", "failing-live", "FAILED");
        assertThat(reason("fnalias", "failing-live")).isEqualTo("FUNCTION_ERROR_INIT_FAILURE");
    }

    /** On demand such an init is cut short after ten seconds, and repeated by the invocation. */
    @Test
    void letsAnInitTakeLonger() throws Exception {
        publish("slow", "1", "timeout: 3", "environment: {variables: {INIT_MS: \"12000\"}}");

        alias("slow", 1, "functionVersion: \"1\"");

        awaitProvisioned("fnalias", "slow-live", "READY");
        assertThat(lambda.invoke("slow:live", "{}").body()).isEqualTo(PROVISIONED);
    }

    @Test
    void whatIsProvisionedCountsInsideWhatIsReserved() throws Exception {
        publish("inside", "1", "reservedConcurrentExecutions: 1");
        alias("inside", 2, "functionVersion: \"1\"");
        awaitProvisioned("fnalias", "inside-live", "FAILED");
        assertThat(reason("fnalias", "inside-live"))
                .contains("should not be greater than the reservedConcurrentExecution for function");

        alias("inside", 1, "functionVersion: \"1\"");
        awaitProvisioned("fnalias", "inside-live", "READY");

        assertThat(lambda.invoke("inside", "{}"))
                .isEqualTo(new Answer(
                        429,
                        "{\"Type\":\"User\",\"message\":\"Rate Exceeded.\",\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}",
                        "",
                        "TooManyRequestsException"));
        assertThat(lambda.invoke("inside:live", "{}").body()).isEqualTo(PROVISIONED);
        cluster.apply(manifest("inside", "1", "reservedConcurrentExecutions: 0"));
        account.awaitSettled("inside");
        assertThat(Account.condition(account.get("inside"), "Ready")
                        .orElseThrow()
                        .toString())
                .contains("ReservedConcurrencyTooLow", "total provisioned concurrency [1]");
    }

    @Test
    void anAccountsLimitHoldsForAllOfItsFunctionsAndForNoOther() {
        try (Account small = Account.open(cluster, "concurrency-small")) {
            cluster.kubectl("annotate", "namespace", "concurrency-small", LIMIT + "=2");
            small.function("one", "sleep", "timeout: 20");
            small.function("two", "sleep", "timeout: 20");
            Lambda caller = small.caller();
            Stream.of("one", "two")
                    .forEach(name -> assertThat(warm(caller, name)).isTrue());

            List<CompletableFuture<Answer>> calls = IntStream.range(0, 6)
                    .mapToObj(call -> caller.invokeLater(call % 2 == 0 ? "one" : "two", "{\"ms\":4000}"))
                    .toList();

            List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();
            assertThat(answers.stream().filter(Answer::isResult)).hasSize(2);
            assertThat(answers.stream().filter(answer -> !answer.isResult())).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.body()).contains("\"Reason\":\"ConcurrentInvocationLimitExceeded\"");
            });
        }
    }

    /** Counted in the handlers, while versions, the alias and what is provisioned change, processes are killed and time out. */
    @Test
    void noCapIsEverExceededUnderChurn() throws Exception {
        String address = Cluster.addressOfThisMachine().orElse("");
        Assumptions.assumeFalse(address.isEmpty(), "HEARTH_E2E_ADDRESS names no address that the cluster's pods reach");
        try (Counter counter = Counter.start(address)) {
            String[] spec = {
                "reservedConcurrentExecutions: 3",
                "timeout: 2",
                "environment: {variables: {COUNTER: \"" + counter.address() + "\"}}"
            };
            counted(1, spec);
            alias("counted", 1, "latestPublished: true");
            Callers latest =
                    Callers.start(4, Integer.MAX_VALUE, lambda, "counted", EVENT, () -> 0, ConcurrencyE2E::isFair);
            Callers live =
                    Callers.start(4, Integer.MAX_VALUE, lambda, "counted:live", EVENT, () -> 0, ConcurrencyE2E::isFair);
            Callers late =
                    Callers.start(1, Integer.MAX_VALUE, lambda, "counted", LATE, () -> 0, ConcurrencyE2E::isFair);
            try (latest;
                    live;
                    late) {
                churn(counter, spec);
            }

            assertThat(counter.most()).as("it was full").hasSize(3);
            assertThat(latest.failures()).isEmpty();
            assertThat(live.failures()).isEmpty();
            assertThat(late.failures()).isEmpty();
        }
    }

    private static void churn(Counter counter, String... spec) throws Exception {
        for (int change = 2; change < 14; change++) {
            switch (change % 3) {
                case 0 ->
                    alias(
                            "counted",
                            1 + change % 2,
                            change % 2 == 0 ? "functionVersion: \"1\"" : "latestPublished: true");
                case 1 ->
                    Cluster.environments("counted").stream()
                            .findAny()
                            .map(Set::of)
                            .filter(_ -> Cluster.isOwn())
                            .ifPresent(cluster::kill);
                default -> counted(change, spec);
            }
            Thread.sleep(2_000);
            assertThat(counter.most()).hasSizeLessThanOrEqualTo(3);
        }
    }

    private static void counted(int number, String... spec) {
        String[] all = Stream.concat(Stream.of("publish: true", "description: \"" + number + "\""), Stream.of(spec))
                .toArray(String[]::new);
        cluster.apply(account.manifest("counted", "example.faults.Counted::run", all));
        account.awaitReady("counted");
    }

    /** A killed environment is an error of the function, or of the installation. */
    private static boolean isFair(int before, Answer answer) {
        return answer.status() == 200 || answer.status() == 500;
    }

    private static boolean warm(Lambda caller, String function) {
        return caller.invokeLater(function, "{\"ms\":0}").join().isResult();
    }

    @Test
    void aHundredOfAnAccountStayUnreserved() {
        try (Account small = Account.open(cluster, "concurrency-tight")) {
            cluster.kubectl("annotate", "namespace", "concurrency-tight", LIMIT + "=110");
            small.function("ten", "echo", "reservedConcurrentExecutions: 10");

            small.apply(small.manifest("one", "example.faults.Faults::echo", "reservedConcurrentExecutions: 1"));
            small.awaitSettled("one");

            assertThat(Account.condition(small.get("one"), "Ready")
                            .orElseThrow()
                            .toString())
                    .contains("UnreservedConcurrencyTooLow", "below its minimum value of [100]");
            cluster.kubectl("annotate", "namespace", "concurrency-tight", "--overwrite", LIMIT + "=111");
            small.awaitReady("one");
        }
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(300)).ignoreExceptions();
    }

    private static void publish(String name, String number, String... more) {
        cluster.apply(manifest(name, number, more));
        account.awaitReady(name);
        soon().until(() -> Account.isReady(account.get("fnver", name + "-" + number)));
    }

    private static String manifest(String name, String number, String... more) {
        String[] spec = Stream.concat(Stream.of("publish: true", "description: \"" + number + "\""), Stream.of(more))
                .toArray(String[]::new);
        return account.manifest(name, HANDLER, spec);
    }

    private static void alias(String function, int environments, String target) {
        cluster.apply("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %1$s-live, namespace: %2$s}
                spec:
                  name: live
                  functionName: %1$s
                  %3$s
                  provisionedConcurrencyConfig: {provisionedConcurrentExecutions: %4$d}
                """.formatted(function, NAMESPACE, target, environments));
    }

    private static void awaitProvisioned(String kind, String name, String status) {
        soon().untilAsserted(
                        () -> assertThat(provisioned(kind, name).path("status").asText())
                                .as(provisioned(kind, name).toString())
                                .isEqualTo(status));
    }

    private static JsonNode provisioned(String kind, String name) {
        return account.get(kind, name).at("/status/provisionedConcurrency");
    }

    /** Requested, allocated, available. */
    private static List<Integer> numbers(String kind, String name) {
        JsonNode status = provisioned(kind, name);
        return Stream.of("requested", "allocated", "available")
                .map(word ->
                        status.path(word + "ProvisionedConcurrentExecutions").asInt())
                .toList();
    }

    private static String reason(String kind, String name) {
        return provisioned(kind, name).path("statusReason").asText();
    }
}

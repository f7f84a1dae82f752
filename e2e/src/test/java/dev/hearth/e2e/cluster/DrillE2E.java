package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.e2e.Lambda;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations on functions and everything they depend on, checked against a model: who is Ready answers with the right
 * code, who is not says why, and everything heals by itself within seconds. {@code -Dhearth.drill=300} sets how many,
 * {@code -Dhearth.drill.seed} repeats a run, {@code -Dhearth.drill.heal} says within how many seconds.
 */
@OnCluster
class DrillE2E {
    private static final int OPERATIONS = Integer.getInteger("hearth.drill", 60);
    private static final long SEED = Long.getLong("hearth.drill.seed", System.nanoTime());
    /** On a machine that runs other tests beside these. */
    private static final Duration HEAL = Duration.ofSeconds(Integer.getInteger("hearth.drill.heal", 60));

    private static final int MAX_BURST = 3;

    private static Account account;
    private static Lambda lambda;

    @TempDir
    private Path folder;

    private final List<DrilledFunction> functions =
            List.of(new DrilledFunction("drill-a"), new DrilledFunction("drill-b"), new DrilledFunction("drill-c"));
    private final List<String> history = new ArrayList<>();
    private Duration longest = Duration.ZERO;

    @BeforeAll
    static void open(Cluster cluster) {
        account = Account.open(cluster, "drill");
        lambda = account.caller();
    }

    @AfterAll
    static void close() {
        if (account != null) {
            account.close();
        }
    }

    @Test
    void whoIsReadyAnswersAndWhoIsNotSaysWhy() {
        Random random = new Random(SEED);
        DrillOperations operations = new DrillOperations(account, folder, random);
        for (int done = 0; done < OPERATIONS; ) {
            int burst = Math.min(1 + random.nextInt(MAX_BURST), OPERATIONS - done);
            for (int i = 0; i < burst; i++) {
                perform(operations, functions.get(random.nextInt(functions.size())));
            }
            done += burst;
            awaitHealed();
        }
        System.err.printf(
                "drill: %d operations, seed %d, longest time to heal %d ms%n", OPERATIONS, SEED, longest.toMillis());
    }

    private void perform(DrillOperations operations, DrilledFunction function) {
        DrillOperations.Operation operation = operations.any(function);
        history.add(function.name() + ": " + operation.name());
        try {
            operation.run().accept(function);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(told(List.of(String.valueOf(e.getMessage()))), e);
        }
    }

    private void awaitHealed() {
        long begun = System.nanoTime();
        Awaitility.await()
                .atMost(HEAL)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    List<String> wrong = wrong();
                    assertThat(wrong).as(() -> told(wrong)).isEmpty();
                });
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        longest = took.compareTo(longest) > 0 ? took : longest;
    }

    private String told(List<String> wrong) {
        return "seed " + SEED + ", after " + history.size() + " operations, the last of which are\n  "
                + String.join("\n  ", history.subList(Math.max(0, history.size() - 8), history.size()))
                + "\nwrong:\n  " + String.join("\n  ", wrong);
    }

    // ---- what must be seen ----

    private List<String> wrong() throws IOException, InterruptedException {
        Map<String, JsonNode> seen =
                account.list("fn,fnalias").stream().collect(Collectors.toMap(DrillE2E::key, Function.identity()));
        List<String> wrong = new ArrayList<>();
        for (DrilledFunction function : functions) {
            latest(function, seen).ifPresent(wrong::add);
            alias(function, seen).ifPresent(wrong::add);
        }
        return wrong;
    }

    private static String key(JsonNode resource) {
        return resource.at("/kind").asText() + "/"
                + resource.at("/metadata/name").asText();
    }

    private Optional<String> latest(DrilledFunction function, Map<String, JsonNode> seen)
            throws IOException, InterruptedException {
        if (function.note().isEmpty()) {
            return unlessMissing(function.name());
        }
        Optional<JsonNode> resource = Optional.ofNullable(seen.get("Function/" + function.resource()));
        return function.code().isEmpty()
                ? unlessSays(function.resource(), resource, "CodeNotFound", function.configMap())
                : unlessServes(function.name(), resource, function.answer());
    }

    private Optional<String> alias(DrilledFunction function, Map<String, JsonNode> seen)
            throws IOException, InterruptedException {
        String name = function.name() + ":live";
        if (function.alias().isEmpty()) {
            return unlessMissing(name);
        }
        Optional<JsonNode> resource = Optional.ofNullable(seen.get("Alias/" + function.aliasResource()));
        int number = function.alias().get();
        if (function.note().isEmpty()) {
            return unlessSays(name, resource, "FunctionNotFound", function.name());
        }
        return function.versions().containsKey(number)
                ? unlessServes(name, resource, function.versions().get(number))
                : unlessSays(name, resource, "VersionNotFound", Integer.toString(number));
    }

    private static Optional<String> unlessMissing(String name) throws IOException, InterruptedException {
        Lambda.Answer answer = lambda.invoke(name, "{}");
        return answer.status() == 404 ? Optional.empty() : Optional.of(name + " is gone and answers " + answer);
    }

    private static Optional<String> unlessServes(String name, Optional<JsonNode> resource, String result)
            throws IOException, InterruptedException {
        if (resource.filter(Account::isReady).isEmpty()) {
            return Optional.of(name + " is not ready: " + ready(resource));
        }
        Lambda.Answer answer = lambda.invoke(name, "{}");
        return answer.isResult() && answer.body().equals('"' + result + '"')
                ? Optional.empty()
                : Optional.of(name + " is ready and should answer " + result + " but answers " + answer);
    }

    private static Optional<String> unlessSays(
            String name, Optional<JsonNode> resource, String reason, String... words) {
        String said = ready(resource);
        boolean isRight = resource.filter(Account::isReady).isEmpty()
                && Stream.concat(Stream.of(reason), Stream.of(words)).allMatch(said::contains);
        return isRight ? Optional.empty() : Optional.of(name + " should say " + reason + " but says " + said);
    }

    private static String ready(Optional<JsonNode> resource) {
        return resource.flatMap(found -> Account.condition(found, "Ready"))
                .map(JsonNode::toString)
                .orElse("nothing");
    }
}

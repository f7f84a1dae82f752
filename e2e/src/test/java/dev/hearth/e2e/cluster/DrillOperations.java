package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Everything that users, controllers and accidents do to functions and to what functions depend on. */
final class DrillOperations {
    /** Between a change and the change back. */
    private static final int MAX_PAUSE_MILLIS = 1_000;

    private final Account account;
    private final Path folder;
    private final Random random;
    private final List<Operation> all = List.of(
            new Operation("apply a new configuration", _ -> true, this::configure),
            new Operation("change the code", _ -> true, this::changeCode),
            new Operation("change and change back", DrilledFunction::isServed, this::changeAndChangeBack),
            new Operation("delete and apply at once", DrilledFunction::isServed, this::deleteAndApply),
            new Operation("delete the function", DrillOperations::isThere, this::delete),
            new Operation("rename the function", DrilledFunction::isServed, this::rename),
            new Operation("delete the ConfigMap", each -> each.code().isPresent(), this::deleteCode),
            new Operation("delete the ConfigMap and make it again", DrilledFunction::isServed, this::remakeCode),
            new Operation("delete the Deployments", DrilledFunction::isServed, this::deleteDeployments),
            new Operation("change a Deployment by hand", DrilledFunction::isServed, this::changeDeployment),
            new Operation("delete the pods", DrilledFunction::isServed, this::deletePods),
            new Operation("delete the pods by force", DrilledFunction::isServed, this::deletePodsByForce),
            new Operation("delete the NetworkPolicy", DrilledFunction::isServed, this::deleteNetworkPolicy),
            new Operation("delete the ServiceAccount", DrilledFunction::isServed, this::deleteServiceAccount),
            new Operation("publish a version", DrilledFunction::isServed, this::publish),
            new Operation("delete a version", each -> !each.versions().isEmpty(), this::deleteVersion),
            new Operation(
                    "point the alias at a version", each -> !each.versions().isEmpty(), this::moveAlias),
            new Operation("point the alias at a version that is not there", DrillOperations::isThere, this::loseAlias),
            new Operation("delete the alias", each -> each.alias().isPresent(), this::deleteAlias));

    /** One thing that may happen to a function. */
    record Operation(String name, Predicate<DrilledFunction> isPossible, Consumer<DrilledFunction> run) {}

    DrillOperations(Account account, Path folder, Random random) {
        this.account = account;
        this.folder = folder;
        this.random = random;
    }

    /** One that is possible for this function. */
    Operation any(DrilledFunction function) {
        List<Operation> possible =
                all.stream().filter(each -> each.isPossible().test(function)).toList();
        return possible.get(random.nextInt(possible.size()));
    }

    private static boolean isThere(DrilledFunction function) {
        return function.note().isPresent();
    }

    // ---- the function ----

    private void configure(DrilledFunction function) {
        String note = function.fresh("n");
        apply(function, function.resource(), note);
        function.declared(note);
    }

    private void changeAndChangeBack(DrilledFunction function) {
        apply(function, function.resource(), function.fresh("n"));
        pause();
        apply(function, function.resource(), function.note().orElseThrow());
    }

    private void deleteAndApply(DrilledFunction function) {
        account.kubectl("delete", "fn", function.resource());
        apply(function, function.resource(), function.note().orElseThrow());
        function.versions().clear();
    }

    private void delete(DrilledFunction function) {
        account.kubectl("delete", "fn", function.resource());
        function.deleted();
    }

    /** The new one first, as GitOps does. */
    private void rename(DrilledFunction function) {
        apply(function, function.otherResource(), function.note().orElseThrow());
        account.kubectl("delete", "fn", function.resource());
        function.renamed();
    }

    private void apply(DrilledFunction function, String resource, String note) {
        account.apply("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  functionName: %s
                  runtime: java25
                  handler: example.faults.Drilled::tell
                  memorySize: 128
                  code: {configMap: {name: %s}}
                  environment: {variables: {NOTE: %s}}
                """.formatted(resource, function.name(), function.configMap(), note));
    }

    // ---- its code ----

    private void changeCode(DrilledFunction function) {
        putCode(function, function.fresh("c"));
    }

    private void deleteCode(DrilledFunction function) {
        account.kubectl("delete", "configmap", function.configMap());
        function.codeIsGone();
    }

    private void remakeCode(DrilledFunction function) {
        account.kubectl("delete", "configmap", function.configMap());
        putCode(function, function.code().orElseThrow());
    }

    private void putCode(DrilledFunction function, String content) {
        try {
            account.code(function.configMap(), Jars.withEntry(folder, "version.txt", content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        function.codeIs(content);
    }

    // ---- what Hearth made for it ----

    private void deleteDeployments(DrilledFunction function) {
        account.kubectl("delete", "deployments", "-l", selector(function));
    }

    private void changeDeployment(DrilledFunction function) {
        for (JsonNode deployment : account.list("deployments", "-l", selector(function))) {
            String name = "deployment/" + deployment.at("/metadata/name").asText();
            switch (random.nextInt(3)) {
                case 0 -> account.tryKubectl("set", "image", name, "environment=registry.example.com/none:1");
                case 1 -> account.tryKubectl("set", "env", name, "HEARTH_GATEWAY=192.0.2.1:9001");
                default -> account.tryKubectl("label", name, "lambda.hearth.dev/function-");
            }
        }
    }

    private void deletePods(DrilledFunction function) {
        account.kubectl("delete", "pods", "-l", selector(function), "--wait=false");
    }

    private void deletePodsByForce(DrilledFunction function) {
        account.kubectl("delete", "pods", "-l", selector(function), "--force", "--grace-period=0");
    }

    private void deleteNetworkPolicy(DrilledFunction function) {
        account.kubectl("delete", "networkpolicies", "-l", selector(function));
    }

    /** Kubernetes makes this one again by itself. */
    private void deleteServiceAccount(DrilledFunction function) {
        account.kubectl("delete", "serviceaccount", "default");
    }

    private static String selector(DrilledFunction function) {
        return "lambda.hearth.dev/function=" + function.name();
    }

    // ---- versions and aliases ----

    /** What has not changed since the last version makes no other. */
    private void publish(DrilledFunction function) {
        account.awaitReady(function.resource());
        String value = function.fresh("p");
        account.kubectl("annotate", "fn", function.resource(), "lambda.hearth.dev/publish=" + value, "--overwrite");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> account.get("fn", function.resource())
                        .at("/status/published")
                        .asText()
                        .equals(value));
        newest(function).ifPresent(function::published);
    }

    /** Of this Function: those of one that is gone by now are on their way. */
    private Optional<Integer> newest(DrilledFunction function) {
        String owner =
                account.get("fn", function.resource()).at("/metadata/uid").asText();
        return account.list("fnver").stream()
                .filter(each ->
                        each.at("/metadata/ownerReferences/0/uid").asText().equals(owner))
                .map(each -> Integer.parseInt(each.at("/spec/version").asText()))
                .max(Integer::compare);
    }

    private void deleteVersion(DrilledFunction function) {
        int number = anyVersion(function);
        account.kubectl("delete", "fnver", function.resource() + "-" + number);
        function.versions().remove(number);
    }

    private void moveAlias(DrilledFunction function) {
        alias(function, anyVersion(function));
    }

    private void loseAlias(DrilledFunction function) {
        alias(function, 9_000 + random.nextInt(1_000));
    }

    private void deleteAlias(DrilledFunction function) {
        account.kubectl("delete", "fnalias", function.aliasResource());
        function.aliasIsGone();
    }

    private int anyVersion(DrilledFunction function) {
        List<Integer> numbers = List.copyOf(function.versions().keySet());
        return numbers.get(random.nextInt(numbers.size()));
    }

    private void alias(DrilledFunction function, int number) {
        account.apply("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %s}
                spec: {name: live, functionName: %s, functionVersion: "%d"}
                """.formatted(function.aliasResource(), function.name(), number));
        function.aliasLeadsTo(number);
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

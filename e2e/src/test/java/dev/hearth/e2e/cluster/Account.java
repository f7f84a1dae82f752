package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** A namespace with functions of {@code e2e/functions} and somebody who may invoke them. */
final class Account implements AutoCloseable {
    static final String LABEL = "hearth-e2e=account";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** More than a leader's lease (45 s), which those that another class left behind may have to wait for. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final String namespace;

    private Account(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** With ConfigMap {@code code}, whose jar holds the functions. */
    static Account open(Cluster cluster, String namespace) {
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %1$s
                  labels: {hearth-e2e: account, pod-security.kubernetes.io/enforce: restricted}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: caller, namespace: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: caller, namespace: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hearth-invoker}
                subjects: [{kind: ServiceAccount, name: caller, namespace: %1$s}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: caller-events, namespace: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hearth-event-operator}
                subjects: [{kind: ServiceAccount, name: caller, namespace: %1$s}]
                """.formatted(namespace));
        Account account = new Account(cluster, namespace);
        account.code("code", Jars.FUNCTIONS);
        return account;
    }

    String namespace() {
        return namespace;
    }

    /** Puts a jar into a ConfigMap. */
    void code(String configMap, Path jar) {
        try {
            cluster.apply(
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: %s, namespace: %s}
                    binaryData: {functions.jar: %s}
                    """.formatted(configMap, namespace, Base64.getEncoder().encodeToString(Files.readAllBytes(jar))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The manifest of a function at 128 MB with code of ConfigMap {@code code}; more lines of its spec may follow. */
    String manifest(String name, String handler, String... more) {
        return """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s, namespace: %s}
                spec:
                  runtime: java25
                  handler: %s
                  memorySize: 128
                  code: {configMap: {name: code}}
                """.formatted(name, namespace, handler)
                + String.join(
                        "",
                        List.of(more).stream().map(line -> "  " + line + "\n").toList());
    }

    /** Applies a function of {@code example.faults.Faults} and waits until it is ready. */
    void function(String name, String method, String... more) {
        cluster.apply(manifest(name, "example.faults.Faults::" + method, more));
        awaitReady(name);
    }

    /** Waits until what was applied last is served. */
    void awaitReady(String function) {
        await(function, Account::isReady);
    }

    /** Waits until it is served, or until only another manifest can help. */
    void awaitSettled(String function) {
        await(function, found -> isReady(found) || isStalled(found));
    }

    private void await(String function, Predicate<JsonNode> isMet) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isMet.test(get(function)));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    function + " is not ready: " + get(function).get("status") + "\n" + cluster.diagnosis(), e);
        }
    }

    static boolean isReady(JsonNode function) {
        long generation = function.at("/metadata/generation").asLong();
        return condition(function, "Ready")
                .filter(ready -> ready.get("status").asText().equals("True"))
                .filter(ready -> ready.get("observedGeneration").asLong() == generation)
                .isPresent();
    }

    /** Whether only a change of what stands there now can help. */
    static boolean isStalled(JsonNode function) {
        long generation = function.at("/metadata/generation").asLong();
        return condition(function, "Stalled")
                .filter(stalled -> stalled.get("observedGeneration").asLong() == generation)
                .isPresent();
    }

    static Optional<JsonNode> condition(JsonNode function, String type) {
        return StreamSupport.stream(function.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.get("type").asText().equals(type))
                .findFirst();
    }

    JsonNode get(String function) {
        return get("function", function);
    }

    JsonNode get(String kind, String name) {
        return json("get", kind, name);
    }

    /** Objects of a kind, as JSON. */
    List<JsonNode> list(String kind, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "get";
        arguments[1] = kind;
        System.arraycopy(more, 0, arguments, 2, more.length);
        return StreamSupport.stream(json(arguments).get("items").spliterator(), false)
                .toList();
    }

    private JsonNode json(String... arguments) {
        try {
            return JSON.readTree(kubectl(with(arguments, "-o", "json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    /** {@code kubectl} in this namespace. */
    String kubectl(String... arguments) {
        return cluster.kubectl(with(arguments, "-n", namespace));
    }

    /** The same, of which it does not matter whether it succeeds. */
    Shell.Result tryKubectl(String... arguments) {
        return cluster.tryKubectl("", with(arguments, "-n", namespace));
    }

    /** Environments of a function that run or are on their way. */
    int pods(String function) {
        return list("pods", "-l", "lambda.hearth.dev/function=" + function).size();
    }

    /** Applies manifests that name no namespace. */
    void apply(String yaml) {
        cluster.apply(yaml, "-n", namespace);
    }

    /** A key to sign with, which stands for this service account. */
    AwsBasicCredentials accessKey(String serviceAccount) {
        AwsBasicCredentials key = AwsBasicCredentials.create(
                "AKIA" + namespace.replaceAll("[^a-z]", "").toUpperCase(Locale.ROOT), "secret-of-" + namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: key-%1$s, namespace: %2$s, labels: {lambda.hearth.dev/access-key: ""}}
                stringData: {accessKeyId: %3$s, secretAccessKey: %4$s, namespace: %1$s, serviceAccount: %5$s}
                """.formatted(
                        namespace, Cluster.ACCESS_KEYS, key.accessKeyId(), key.secretAccessKey(), serviceAccount));
        return key;
    }

    /** Somebody who may invoke every function here. */
    Lambda caller() {
        return cluster.lambda(Optional.of(token("caller")));
    }

    String token(String serviceAccount) {
        return kubectl("create", "token", serviceAccount, "--audience=hearth-gateway", "--duration=3h");
    }

    @Override
    public void close() {
        cluster.kubectl("delete", "secret", "key-" + namespace, "-n", Cluster.ACCESS_KEYS, "--ignore-not-found");
        cluster.kubectl("delete", "namespace", namespace, "--wait=false");
    }
}

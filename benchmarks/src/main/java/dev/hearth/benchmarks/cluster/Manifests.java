package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** What the benchmarks apply; all begin with a separator. */
final class Manifests {
    private static final String MOUNTS =
            "{name: tmp, mountPath: /tmp}, {name: identity, mountPath: /identity}, {name: code, mountPath: /code}";
    private static final String VOLUMES =
            "{name: tmp, emptyDir: {}}, {name: code, configMap: {name: hello}}, {name: identity,"
                    + " projected: {sources: [{serviceAccountToken: {audience: bench, path: token}}]}}";

    /** Annotation of a FunctionVersion: environments that are kept initialised. */
    static final String PROVISIONED = "lambda.hearth.dev/provisioned-concurrent-executions";

    private Manifests() {}

    /** ConfigMap hello with the jar of the function. */
    static String code(Path root) throws IOException {
        byte[] jar = Files.readAllBytes(root.resolve("benchmarks/functions/hello/target/hello.jar"));
        return """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: hello}
                binaryData: {hello.jar: %s}
                """.formatted(Base64.getEncoder().encodeToString(jar));
    }

    /** @param keepAlive how long an environment of it stays when it is idle, e.g. 1s */
    static String function(String name, String keepAlive) {
        return """
                ---
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  runtime: java25
                  handler: %s::handleRequest
                  memorySize: 128
                  timeout: 10
                  scaling: {keepAlive: %s}
                  code: {configMap: {name: hello}}
                """.formatted(name, Function.HELLO.handlerClass(), keepAlive);
    }

    /** A function that publishes every change. */
    static String published(String name, String description) {
        return function(name, "10m") + "  publish: true\n  description: \"" + description + "\"\n";
    }

    /** Alias live. */
    static String alias(String function, String version) {
        return """
                ---
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Alias
                metadata: {name: %1$s-live}
                spec: {name: live, functionName: %1$s, functionVersion: "%2$s"}
                """.formatted(function, version);
    }

    /** A Deployment whose pods do nothing. */
    static String bare(String name) {
        return pause(name, "", "");
    }

    /** The same with volumes of the kinds that an environment has. */
    static String mounted(String name) {
        return pause(name, MOUNTS, VOLUMES);
    }

    private static String pause(String name, String mounts, String volumes) {
        return """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      automountServiceAccountToken: false
                      containers: [{name: pause, image: "registry.k8s.io/pause:3.10", volumeMounts: [%2$s]}]
                      volumes: [%3$s]
                """.formatted(name, mounts, volumes);
    }
}

package dev.hearth.benchmarks.peer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the programs of a run are.
 *
 * @param root the checkout
 * @param hearth the start script, if Hearth is to be started
 * @param queueProxy Knative's queue-proxy, if it could be built
 * @param logs folder for the output of everything that is started
 */
public record Installation(Path root, Optional<Path> hearth, Optional<Path> queueProxy, Path logs) {
    Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public Path functions() {
        return root.resolve("benchmarks/functions");
    }

    public Path jar(Function function) {
        return functions().resolve(function.id() + "/target/" + function.id() + ".jar");
    }

    Path invoker() {
        return root.resolve("benchmarks/target/peers/java-function-invoker.jar");
    }

    Path classes() {
        return root.resolve("benchmarks/target/classes");
    }

    Path libraries() {
        return root.resolve("benchmarks/target/lib");
    }

    public Path log(String name) {
        return logs.resolve(name + ".log");
    }
}

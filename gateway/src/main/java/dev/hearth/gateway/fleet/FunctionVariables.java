package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.EnvironmentVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The variables a function's process starts with: the user's and Lambda's reserved ones.
 *
 * @param region of the installation
 * @param runtimeHome folder of the runtime
 * @param path {@code PATH} of this machine
 */
record FunctionVariables(String region, Path runtimeHome, String path) {
    /** @param taskRoot where the process sees its code */
    Map<String, String> of(Revision revision, String environmentId, Path taskRoot) {
        var platform = new EnvironmentVariables.Platform(
                revision.runtime(),
                revision.initialization().type(),
                region,
                taskRoot.toString(),
                runtimeHome.toString(),
                path);
        return EnvironmentVariables.of(
                revision.assignment(environmentId, Duration.ZERO, true, ""), platform, revision.variables());
    }

    /** The folder of a revision's unpacked code on this machine. */
    static Path code(Revision revision) {
        return switch (revision.home()) {
            case Home.Machine(Path code) -> code;
            case Home.Cluster cluster ->
                throw new LaunchException(cluster.deployment() + " runs in a cluster, not on this machine");
        };
    }
}

package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.EnvironmentVariables;
import java.util.Map;

/**
 * The variables a function's process starts with: the user's and Lambda's reserved ones.
 *
 * @param region of the installation
 */
record FunctionVariables(String region) {
    Map<String, String> of(Revision revision, String environmentId) {
        return EnvironmentVariables.of(
                revision.variables(),
                revision.function().name(),
                revision.version(),
                revision.handler(),
                revision.runtime(),
                revision.memorySizeMb(),
                region,
                revision.logging().group(),
                revision.logStream(environmentId),
                "on-demand",
                revision.code().toString());
    }
}

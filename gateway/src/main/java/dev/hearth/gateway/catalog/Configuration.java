package dev.hearth.gateway.catalog;

import dev.hearth.code.UnpackedCode;
import java.time.Duration;
import java.util.Map;

/** A {@link Revision} without its code; the fields are the same. */
record Configuration(
        FunctionId function,
        String version,
        String runtime,
        String handler,
        int memorySizeMb,
        Duration timeout,
        int ephemeralStorageMb,
        Map<String, String> variables,
        Revision.Logging logging,
        Revision.Bounds bounds) {
    Configuration {
        variables = Map.copyOf(variables);
    }

    Revision with(UnpackedCode code) {
        return new Revision(
                RevisionId.of(this, code.sha256()),
                function,
                version,
                runtime,
                handler,
                memorySizeMb,
                timeout,
                ephemeralStorageMb,
                variables,
                new Home.Machine(code.folder()),
                code.sha256(),
                logging,
                bounds);
    }
}

package dev.hearth.gateway.catalog;

import dev.hearth.code.UnpackedCode;
import dev.hearth.crds.EventInvokeConfig;
import dev.hearth.crds.FunctionConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        Revision.Bounds bounds,
        EventPolicy events) {
    Configuration {
        variables = Map.copyOf(variables);
    }

    /** What a manifest says, or a version kept of it. */
    static Configuration of(
            FunctionId id,
            String version,
            FunctionConfiguration spec,
            Revision.Bounds bounds,
            @Nullable EventInvokeConfig events) {
        return new Configuration(
                id,
                version,
                spec.getRuntime(),
                spec.getHandler(),
                spec.getMemorySize(),
                Duration.ofSeconds(spec.getTimeout()),
                spec.getEphemeralStorage().getSize(),
                ClusterFields.variables(spec.getEnvironment(), System::getenv),
                Revision.Logging.of(spec.getLoggingConfig(), id.name()),
                bounds,
                EventPolicy.of(events, spec.getDeadLetterConfig()));
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
                bounds,
                events,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }
}

package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator says is to serve a function or one of its versions.
 *
 * @param resource the Function or FunctionVersion
 * @param uid the resource's
 * @param generation the function's generation it was made of
 * @param code where its code came from, for when the gateway no longer has it
 */
record ServedFunction(ResourceName resource, String uid, Revision revision, long generation, FunctionCode code) {
    /** {@code arn:aws:lambda:<region>:<account>:function:<name>}. */
    private static final int ARN_PARTS = 7;

    /** What a Function resource's status tells; empty: nothing is to serve it yet. */
    static Optional<ServedFunction> of(Function function) {
        return Optional.ofNullable(function.getStatus())
                .map(FunctionStatus::getRevision)
                .map(served -> of(function, served));
    }

    /** What a version's status tells; empty: nothing is to serve it yet. */
    static Optional<ServedFunction> of(FunctionVersion version) {
        return Optional.ofNullable(version.getStatus())
                .map(FunctionVersionStatus::getRevision)
                .map(served -> of(version, served));
    }

    private static ServedFunction of(HasMetadata resource, ServedRevision served) {
        return of(ResourceName.of(resource), resource.getMetadata().getUid(), served);
    }

    /** @throws IllegalArgumentException says what cannot be served */
    static ServedFunction of(ResourceName resource, String uid, ServedRevision served) {
        FunctionId id = id(served.getFunctionArn(), resource.namespace());
        Revision revision = new Revision(
                served.getId(),
                id,
                served.getVersion(),
                served.getRuntime(),
                served.getHandler(),
                served.getMemorySize(),
                Duration.ofSeconds(served.getTimeout()),
                served.getEphemeralStorage(),
                Map.of(),
                new Home.Cluster(served.getDeployment(), served.getDeploymentUid()),
                served.getCodeSha256(),
                Revision.Logging.of(served.getLoggingConfig(), id.name()),
                Revision.Bounds.of(served.getReservedConcurrentExecutions(), served.getScaling()));
        return new ServedFunction(resource, uid, revision, served.getGeneration(), served.getCode());
    }

    private static FunctionId id(String arn, String namespace) {
        String[] part = arn.split(":", -1);
        if (part.length != ARN_PARTS) {
            throw new IllegalArgumentException(
                    "status.revision.functionArn is '" + arn + "', not the ARN of a function");
        }
        return new FunctionId(part[3], part[4], namespace, part[6]);
    }
}

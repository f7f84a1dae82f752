package dev.hearth.gateway.kubernetes;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says is to serve a function or one of its versions.
 *
 * @param resource the Function or FunctionVersion
 * @param uid the resource's
 * @param generation the function's generation it was made of
 * @param code where its code came from, for when the gateway no longer has it
 */
record ServedFunction(ResourceName resource, String uid, Revision revision, long generation, FunctionCode code) {
    /** {@code arn:<partition>:lambda:<region>:<account>:function:<name>}. */
    private static final int ARN_PARTS = 7;

    private static final char AT = '@';

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
                here(served.getId(), served.getDeploymentUid()),
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
                Revision.Bounds.of(served.getReservedConcurrentExecutions(), served.getScaling()),
                EventPolicy.of(served.getEventInvokeConfig(), served.getDeadLetterConfig()),
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
        return new ServedFunction(
                resource,
                uid,
                provisioned(revision, served.getProvisioned()),
                served.getGeneration(),
                served.getCode());
    }

    private static Revision provisioned(Revision revision, @Nullable ProvisionedRevision kept) {
        return kept == null
                ? revision
                : revision.provisioned(
                        here(kept.getId(), kept.getDeploymentUid()),
                        new Home.Cluster(kept.getDeployment(), kept.getDeploymentUid()),
                        kept.getProvisionedConcurrentExecutions());
    }

    /** Everything there are Deployments of: this, and what is provisioned for it. */
    Stream<ServedFunction> withProvisioned() {
        return revision.withProvisioned().map(each -> new ServedFunction(resource, uid, each, generation, code));
    }

    /**
     * The id of a revision in this Deployment. Two revisions of one id are interchangeable, and environments of a Deployment that is
     * gone are none of the next one of its name, which may come with the same revision at once.
     */
    private static String here(String revisionId, String deploymentUid) {
        return revisionId + AT + deploymentUid;
    }

    /** The operator's id of what serves. */
    String revisionId() {
        return revision.id().substring(0, revision.id().lastIndexOf(AT));
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

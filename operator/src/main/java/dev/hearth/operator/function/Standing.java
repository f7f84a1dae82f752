package dev.hearth.operator.function;

import dev.hearth.crds.Alias;
import dev.hearth.crds.AliasStatus;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.ProvisionedConcurrencyStatus;
import dev.hearth.crds.ProvisionedRevision;
import dev.hearth.crds.ServedRevision;
import dev.hearth.operator.desired.MadeDeployment;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a function, a version or an alias stands: what all say in their status.
 *
 * @param generation of the resource that this speaks of; 0: of none
 * @param revision what the gateway is told to serve; of an alias always empty
 * @param provisioned how provisioned concurrency stands; of a function always empty
 * @param published of a function: the request that a version was published for last
 */
record Standing(
        long generation,
        Optional<ServedRevision> revision,
        List<Condition> conditions,
        Optional<ProvisionedConcurrencyStatus> provisioned,
        Optional<String> published) {
    private static final Standing NEW =
            new Standing(0, Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    Standing {
        conditions = List.copyOf(conditions);
    }

    static Standing of(Function function) {
        FunctionStatus status = function.getStatus();
        return status == null
                ? NEW
                : of(status.getObservedGeneration(), status.getRevision(), status.getConditions(), null)
                        .published(Optional.ofNullable(status.getPublished()));
    }

    static Standing of(FunctionVersion version) {
        FunctionVersionStatus status = version.getStatus();
        return status == null
                ? NEW
                : of(
                        status.getObservedGeneration(),
                        status.getRevision(),
                        status.getConditions(),
                        status.getProvisionedConcurrency());
    }

    static Standing of(Alias alias) {
        AliasStatus status = alias.getStatus();
        return status == null
                ? NEW
                : of(status.getObservedGeneration(), null, status.getConditions(), status.getProvisionedConcurrency());
    }

    private static Standing of(
            @Nullable Long generation,
            @Nullable ServedRevision revision,
            List<Condition> conditions,
            @Nullable ProvisionedConcurrencyStatus provisioned) {
        return new Standing(
                generation == null ? 0 : generation,
                Optional.ofNullable(revision),
                conditions,
                Optional.ofNullable(provisioned),
                Optional.empty());
    }

    /** The same with provisioned concurrency that stands so. */
    Standing with(Optional<ProvisionedConcurrencyStatus> now) {
        return new Standing(generation, revision, conditions, now, published);
    }

    /** The same after a version was published for this request. */
    Standing published(Optional<String> request) {
        return new Standing(generation, revision, conditions, provisioned, request);
    }

    /** How many environments the gateway is told to keep initialised. */
    int provisionedExecutions() {
        return revision.map(ServedRevision::getProvisioned)
                .map(ProvisionedRevision::getProvisionedConcurrentExecutions)
                .orElse(0);
    }

    /** The Deployment of a revision that the gateway is told of, as it was made or mended. */
    Optional<MadeDeployment> madeBefore(String revisionId) {
        return revision.flatMap(told -> told.getId().equals(revisionId)
                ? made(told.getDeploymentUid(), told.getDeploymentDigest())
                : Optional.ofNullable(told.getProvisioned())
                        .filter(kept -> kept.getId().equals(revisionId))
                        .flatMap(kept -> made(kept.getDeploymentUid(), kept.getDeploymentDigest())));
    }

    private static Optional<MadeDeployment> made(String uid, @Nullable String digest) {
        return Optional.ofNullable(digest).map(known -> new MadeDeployment(uid, known));
    }

    Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Whether nothing has to be written; a revision that stays is the same object. */
    @SuppressWarnings("ReferenceEquality")
    boolean isSame(Standing before) {
        return before.revision.orElse(null) == revision.orElse(null)
                && before.generation == generation
                && ProvisionedStatus.isSame(before.provisioned, provisioned)
                && before.published.equals(published)
                && before.conditions.equals(conditions);
    }

    boolean isReady() {
        return condition("Ready")
                .filter(ready -> ready.getStatus().equals("True"))
                .isPresent();
    }

    /** Whether it was ready for a generation. */
    boolean wasReady(long asked) {
        return condition("Ready")
                .filter(ready -> ready.getStatus().equals("True"))
                .filter(ready -> Objects.equals(ready.getObservedGeneration(), asked))
                .isPresent();
    }
}

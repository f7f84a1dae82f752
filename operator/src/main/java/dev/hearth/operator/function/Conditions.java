package dev.hearth.operator.function;

import dev.hearth.crds.ServedRevision;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a function, a version or an alias stands, in conditions. {@code Ready} and {@code CodeAvailable} are Hearth's; {@code
 * CapacityUnavailable}, {@code VersionPublished}, {@code Contested}, {@code Reconciling} and {@code Stalled} stand there only while something is
 * wrong, the latter two as kstatus wants it.
 */
final class Conditions {
    static final String CAPACITY = "CapacityUnavailable";
    static final String PUBLISHED = "VersionPublished";
    static final String CONTESTED = "Contested";
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private final Standing before;
    private final long generation;
    private final Instant now;

    /** @param generation of the resource as it is now */
    Conditions(Standing before, long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    Standing serving(ServedRevision revision) {
        return standing(
                Optional.of(revision),
                condition("Ready", TRUE, Reason.Serving, "the gateway serves generation " + revision.getGeneration()),
                pinned(revision));
    }

    /** It serves, but environments cannot be had. */
    Standing servingWithout(ServedRevision revision, Obstacle shortage) {
        return standing(
                Optional.of(revision),
                condition("Ready", TRUE, Reason.Serving, "the gateway serves generation " + revision.getGeneration()),
                pinned(revision),
                condition(CAPACITY, TRUE, shortage.reason(), shortage.message()));
    }

    Standing takenOver(ServedRevision revision) {
        return standing(
                Optional.of(revision),
                condition("Ready", FALSE, Reason.GatewayTakesOver, "the gateway is about to serve this generation"),
                pinned(revision),
                condition("Reconciling", TRUE, Reason.GatewayTakesOver, "waiting for the gateway"));
    }

    /** Of an alias. */
    Standing leading(String where) {
        return standing(Optional.empty(), condition("Ready", TRUE, Reason.Serving, "the gateway leads to " + where));
    }

    /** Of an alias. */
    Standing aboutToLead(String where) {
        return standing(
                Optional.empty(),
                condition("Ready", FALSE, Reason.GatewayTakesOver, "the gateway is about to lead to " + where),
                condition("Reconciling", TRUE, Reason.GatewayTakesOver, "waiting for the gateway"));
    }

    /** Of a function that serves: its version could not be published. */
    Standing notPublished(Standing serving, String why) {
        return with(
                serving,
                condition(
                        PUBLISHED,
                        FALSE,
                        Reason.VersionNotPublished,
                        "the version was not published; trying again: " + why));
    }

    /** Of what serves: others change what was made for it again and again. */
    Standing contested(Standing serving, String how) {
        return with(serving, condition(CONTESTED, TRUE, Reason.ChangedByOthers, how));
    }

    private Standing with(Standing serving, Condition more) {
        List<Condition> all = new ArrayList<>(serving.conditions());
        all.add(more);
        return new Standing(generation, serving.revision(), all, serving.provisioned(), before.published());
    }

    /** What served before goes on serving. */
    Standing blocked(Obstacle obstacle) {
        String message = obstacle.message() + oldServes();
        boolean code = obstacle.reason().name().startsWith("Code");
        List<Condition> all = new ArrayList<>();
        all.add(condition("Ready", FALSE, obstacle.reason(), message));
        if (code) {
            all.add(condition("CodeAvailable", FALSE, obstacle.reason(), obstacle.message()));
        }
        all.add(condition(
                obstacle.reason().needsChange() ? "Stalled" : "Reconciling",
                TRUE,
                obstacle.reason(),
                obstacle.message()));
        return standing(before.revision(), all.toArray(Condition[]::new));
    }

    private String oldServes() {
        return before.revision()
                .map(old -> "; generation " + old.getGeneration() + " goes on serving")
                .orElse("");
    }

    private Condition pinned(ServedRevision revision) {
        return condition("CodeAvailable", TRUE, Reason.CodePinned, "SHA-256 " + revision.getCodeSha256());
    }

    private Standing standing(Optional<ServedRevision> revision, Condition... conditions) {
        return new Standing(generation, revision, List.of(conditions), before.provisioned(), before.published());
    }

    private Condition condition(String type, String value, Reason reason, String message) {
        Instant since = before.condition(type)
                .filter(old -> old.getStatus().equals(value))
                .map(old -> Instant.parse(old.getLastTransitionTime()))
                .orElse(now);
        return new ConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason.name())
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since.toString())
                .build();
    }
}

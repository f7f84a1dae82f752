package dev.hearth.operator.function;

import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import dev.hearth.crds.ServedRevision;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function's status in conditions. {@code Ready} and {@code CodeAvailable} are Hearth's; {@code CapacityUnavailable}, {@code
 * Reconciling} and {@code Stalled} stand there only while they are true, the latter two as kstatus wants it.
 */
final class FunctionConditions {
    static final String CAPACITY = "CapacityUnavailable";
    private static final String TRUE = "True";
    private static final String FALSE = "False";

    private final Function function;
    private final Instant now;

    FunctionConditions(Function function, Instant now) {
        this.function = function;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    FunctionStatus serving(ServedRevision revision) {
        return status(
                Optional.of(revision),
                condition("Ready", TRUE, Reason.Serving, "the gateway serves generation " + revision.getGeneration()),
                pinned(revision));
    }

    /** It serves, but environments cannot be had. */
    FunctionStatus servingWithout(ServedRevision revision, Obstacle shortage) {
        return status(
                Optional.of(revision),
                condition("Ready", TRUE, Reason.Serving, "the gateway serves generation " + revision.getGeneration()),
                pinned(revision),
                condition(CAPACITY, TRUE, shortage.reason(), shortage.message()));
    }

    FunctionStatus takenOver(ServedRevision revision) {
        return status(
                Optional.of(revision),
                condition("Ready", FALSE, Reason.GatewayTakesOver, "the gateway is about to serve this generation"),
                pinned(revision),
                condition("Reconciling", TRUE, Reason.GatewayTakesOver, "waiting for the gateway"));
    }

    /** What served before goes on serving. */
    FunctionStatus blocked(Obstacle obstacle) {
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
        return status(current().map(FunctionStatus::getRevision), all.toArray(Condition[]::new));
    }

    private String oldServes() {
        return current()
                .map(FunctionStatus::getRevision)
                .map(old -> "; generation " + old.getGeneration() + " goes on serving")
                .orElse("");
    }

    private Condition pinned(ServedRevision revision) {
        return condition("CodeAvailable", TRUE, Reason.CodePinned, "SHA-256 " + revision.getCodeSha256());
    }

    private FunctionStatus status(Optional<ServedRevision> revision, Condition... conditions) {
        FunctionStatus status = new FunctionStatus();
        status.setObservedGeneration(function.getMetadata().getGeneration());
        status.setConditions(List.of(conditions));
        revision.ifPresent(status::setRevision);
        return status;
    }

    private Condition condition(String type, String value, Reason reason, String message) {
        Instant since = current().stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(before ->
                        before.getType().equals(type) && before.getStatus().equals(value))
                .map(before -> Instant.parse(before.getLastTransitionTime()))
                .findFirst()
                .orElse(now);
        return new ConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason.name())
                .withMessage(message)
                .withObservedGeneration(function.getMetadata().getGeneration())
                .withLastTransitionTime(since.toString())
                .build();
    }

    private Optional<FunctionStatus> current() {
        return Optional.ofNullable(function.getStatus());
    }
}

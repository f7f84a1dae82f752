package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of a function. */
public class FunctionStatus {
    @JsonPropertyDescription("The metadata.generation that this status speaks of.")
    private @Nullable Long observedGeneration;

    @JsonPropertyDescription("Whether the function can be invoked, and why not; one entry per condition type.")
    @Size(max = 32)
    private List<Condition> conditions = List.of();

    @JsonPropertyDescription("What serves the function's invocations, once something can.")
    private @Nullable ServedRevision revision;

    @JsonPropertyDescription(
            "The value of the annotation lambda.hearth.dev/publish that a version was published for last.")
    @Size(max = 256)
    private @Nullable String published;

    public @Nullable String getPublished() {
        return published;
    }

    public void setPublished(@Nullable String published) {
        this.published = published;
    }

    public @Nullable ServedRevision getRevision() {
        return revision;
    }

    public void setRevision(@Nullable ServedRevision revision) {
        this.revision = revision;
    }

    public @Nullable Long getObservedGeneration() {
        return observedGeneration;
    }

    public void setObservedGeneration(@Nullable Long observedGeneration) {
        this.observedGeneration = observedGeneration;
    }

    public List<Condition> getConditions() {
        return conditions;
    }

    public void setConditions(List<Condition> conditions) {
        this.conditions = conditions;
    }
}

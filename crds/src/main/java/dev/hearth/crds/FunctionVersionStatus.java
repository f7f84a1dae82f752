package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of a version. */
public class FunctionVersionStatus {
    @JsonPropertyDescription("The metadata.generation that this status speaks of.")
    private @Nullable Long observedGeneration;

    @JsonPropertyDescription("Whether the version can be invoked, and why not; one entry per condition type.")
    @Size(max = 32)
    private List<Condition> conditions = List.of();

    @JsonPropertyDescription("What the gateway is to run for this version, complete; the operator writes it.")
    private @Nullable ServedRevision revision;

    @JsonPropertyDescription("How its provisioned concurrency stands; unset: it has none.")
    private @Nullable ProvisionedConcurrencyStatus provisionedConcurrency;

    public @Nullable ProvisionedConcurrencyStatus getProvisionedConcurrency() {
        return provisionedConcurrency;
    }

    public void setProvisionedConcurrency(@Nullable ProvisionedConcurrencyStatus provisionedConcurrency) {
        this.provisionedConcurrency = provisionedConcurrency;
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

    public @Nullable ServedRevision getRevision() {
        return revision;
    }

    public void setRevision(@Nullable ServedRevision revision) {
        this.revision = revision;
    }
}

package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of an alias. */
public class AliasStatus {
    @JsonPropertyDescription("The metadata.generation that this status speaks of.")
    private @Nullable Long observedGeneration;

    @JsonPropertyDescription("The version that the alias names now, whichever way its spec says it.")
    @Size(max = 10)
    private @Nullable String functionVersion;

    @JsonPropertyDescription("Whether the alias can be invoked, and why not; one entry per condition type.")
    @Size(max = 32)
    private List<Condition> conditions = List.of();

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

    public @Nullable String getFunctionVersion() {
        return functionVersion;
    }

    public void setFunctionVersion(@Nullable String functionVersion) {
        this.functionVersion = functionVersion;
    }

    public List<Condition> getConditions() {
        return conditions;
    }

    public void setConditions(List<Condition> conditions) {
        this.conditions = conditions;
    }
}

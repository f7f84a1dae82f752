package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Environments that are initialised before anyone invokes. */
public class ProvisionedConcurrencyConfig {
    @JsonPropertyDescription(
            "Environments to keep initialised, 1 to 1000000; a change starts or retires environments at once.")
    @Required
    @Min(1)
    @Max(1_000_000)
    private int provisionedConcurrentExecutions = 1;

    public int getProvisionedConcurrentExecutions() {
        return provisionedConcurrentExecutions;
    }

    public void setProvisionedConcurrentExecutions(int provisionedConcurrentExecutions) {
        this.provisionedConcurrentExecutions = provisionedConcurrentExecutions;
    }
}

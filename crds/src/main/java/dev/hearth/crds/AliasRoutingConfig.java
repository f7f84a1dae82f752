package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** How the invocations of an alias are shared between two versions. */
public class AliasRoutingConfig {
    @JsonPropertyDescription(
            "Number of a second version and its share of the invocations, 0 to 1, at most one entry; a change applies to the next invocation.")
    @Default("{}")
    @Size(max = 16)
    @ValidationRule(
            value = "size(self) <= 1",
            message = "Number of items in AdditionalVersionWeights cannot be greater than 1; remove the others")
    @ValidationRule(
            value = "self.all(version, version.matches('^[1-9][0-9]{0,9}$'))",
            message = "weights belong to the numbers of published versions, e.g. \"3\": 0.1")
    private Map<String, @Min(0) @Max(1) Double> additionalVersionWeights = Map.of();

    public Map<String, Double> getAdditionalVersionWeights() {
        return additionalVersionWeights;
    }

    public void setAdditionalVersionWeights(Map<String, Double> additionalVersionWeights) {
        this.additionalVersionWeights = additionalVersionWeights;
    }
}

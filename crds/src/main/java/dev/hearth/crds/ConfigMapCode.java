package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A code package in the {@code binaryData} of a ConfigMap of the function's namespace. */
public class ConfigMapCode {
    @JsonPropertyDescription("Name of a ConfigMap in the function's namespace.")
    @Required
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            messageExpression = "'name \"' + self + '\" is no name that a ConfigMap can have'",
            message = "is no name that a ConfigMap can have")
    private String name = "";

    @JsonPropertyDescription("Key of the jar or zip file in binaryData, default the only one there.")
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$')",
            messageExpression = "'key \"' + self + '\" is no key that a ConfigMap can have'",
            message = "is no key that a ConfigMap can have")
    private @Nullable String key;

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public @Nullable String getKey() {
        return key;
    }

    public void setKey(@Nullable String key) {
        this.key = key;
    }
}

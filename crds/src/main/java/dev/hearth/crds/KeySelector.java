package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One value of a Secret or ConfigMap of the function's namespace. */
public class KeySelector {
    @JsonPropertyDescription("Name of the Secret or ConfigMap.")
    @Required
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            messageExpression = "'name \"' + self + '\" is no name that a Secret or ConfigMap can have'",
            message = "is no name that a Secret or ConfigMap can have")
    private String name = "";

    @JsonPropertyDescription("Key of the value.")
    @Required
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$')",
            messageExpression = "'key \"' + self + '\" is no key that a Secret or ConfigMap can have'",
            message = "is no key that a Secret or ConfigMap can have")
    private String key = "";

    @JsonPropertyDescription("Whether the variable is left out when the value does not exist, default false.")
    @Default("false")
    private boolean optional;

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public boolean isOptional() {
        return optional;
    }

    public void setOptional(boolean optional) {
        this.optional = optional;
    }
}

package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint that a function's pods tolerate, as in a pod. */
@ValidationRule(
        value = "self.operator == 'Exists' ? !has(self.value) : has(self.key)",
        message = "operator Exists takes no value, operator Equal needs a key")
public class Toleration {
    @JsonPropertyDescription("Key of the taint; without one, operator Exists tolerates every taint.")
    @Size(max = 317)
    @ValidationRule(
            value = "self.matches('" + Scheduling.NAME + "')",
            messageExpression = "'key \"' + self + '\" is no key that a taint can have'",
            message = "is no key that a taint can have")
    private @Nullable String key;

    @JsonPropertyDescription("Equal, the default, or Exists.")
    @Default("Equal")
    @Size(max = 8)
    @ValidationRule(
            value = "self in ['Equal', 'Exists']",
            messageExpression = "'operator \"' + self + '\" must be Equal or Exists'",
            message = "must be Equal or Exists")
    private String operator = "Equal";

    @JsonPropertyDescription("Value of the taint.")
    @Size(max = 63)
    @ValidationRule(
            value = "self.matches('" + Scheduling.VALUE + "')",
            messageExpression = "'value \"' + self + '\" is no value that a taint can have'",
            message = "is no value that a taint can have")
    private @Nullable String value;

    @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute; default all of them.")
    @Size(max = 16)
    @ValidationRule(
            value = "self in ['NoSchedule', 'PreferNoSchedule', 'NoExecute']",
            messageExpression = "'effect \"' + self + '\" must be NoSchedule, PreferNoSchedule or NoExecute'",
            message = "must be NoSchedule, PreferNoSchedule or NoExecute")
    private @Nullable String effect;

    public @Nullable String getKey() {
        return key;
    }

    public void setKey(@Nullable String key) {
        this.key = key;
    }

    public String getOperator() {
        return operator;
    }

    public void setOperator(String operator) {
        this.operator = operator;
    }

    public @Nullable String getValue() {
        return value;
    }

    public void setValue(@Nullable String value) {
        this.value = value;
    }

    public @Nullable String getEffect() {
        return effect;
    }

    public void setEffect(@Nullable String effect) {
        this.effect = effect;
    }
}

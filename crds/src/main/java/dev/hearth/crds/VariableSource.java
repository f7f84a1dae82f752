package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the value of an environment variable is kept. */
@ValidationRule(
        value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
        message = "name one of secretKeyRef and configMapKeyRef")
public class VariableSource {
    @JsonPropertyDescription("A value of a Secret; new environments see its changes.")
    private @Nullable KeySelector secretKeyRef;

    @JsonPropertyDescription("A value of a ConfigMap; new environments see its changes.")
    private @Nullable KeySelector configMapKeyRef;

    public @Nullable KeySelector getSecretKeyRef() {
        return secretKeyRef;
    }

    public void setSecretKeyRef(@Nullable KeySelector secretKeyRef) {
        this.secretKeyRef = secretKeyRef;
    }

    public @Nullable KeySelector getConfigMapKeyRef() {
        return configMapKeyRef;
    }

    public void setConfigMapKeyRef(@Nullable KeySelector configMapKeyRef) {
        this.configMapKeyRef = configMapKeyRef;
    }
}

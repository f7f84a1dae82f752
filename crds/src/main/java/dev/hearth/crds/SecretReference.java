package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Credentials in a Secret that its owner lets the gateway read. */
public class SecretReference {
    @JsonPropertyDescription(
            "Name of a Secret in the function's namespace with username and password, or token, or for SQS accessKeyId and secretAccessKey; a Role must let the gateway's service account get it.")
    @Required
    @Size(max = 253)
    @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            messageExpression = "'name \"' + self + '\" is no name that a Secret can have'",
            message = "is no name that a Secret can have")
    private String name = "";

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}

package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A code package at an HTTP or HTTPS address. */
public class HttpCode {
    @JsonPropertyDescription(
            "Address of the jar or zip file, https or http; it is fetched once and again when the function changes.")
    @Required
    @Size(max = 2048)
    @ValidationRule(
            value = "self.matches('^https?://[^/@\\\\s]+(/[^\\\\s]*)?$')",
            messageExpression =
                    "'url \"' + self + '\" must be an http or https address without credentials; those go into secretRef'",
            message = "must be an http or https address without credentials; those go into secretRef")
    private String url = "";

    @JsonPropertyDescription("Credentials for the address, default none.")
    private @Nullable SecretReference secretRef;

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public @Nullable SecretReference getSecretRef() {
        return secretRef;
    }

    public void setSecretRef(@Nullable SecretReference secretRef) {
        this.secretRef = secretRef;
    }
}

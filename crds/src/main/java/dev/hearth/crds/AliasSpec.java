package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which version an alias names, in Lambda's words; every setter takes effect as its field's description says. */
@ValidationRule(
        value = "[has(self.functionVersion), has(self.release), has(self.latestPublished)].exists_one(given, given)",
        message = "an alias names its version in one way; set exactly one of functionVersion, release, latestPublished")
@ValidationRule(
        value =
                "!has(self.functionVersion) || self.functionVersion != '$LATEST' || size(self.routingConfig.additionalVersionWeights) == 0",
        message =
                "$LATEST is not supported for an alias pointing to more than 1 version; name a published version or remove routingConfig.additionalVersionWeights")
@ValidationRule(
        value =
                "!has(self.functionVersion) || self.functionVersion != '$LATEST' || !has(self.provisionedConcurrencyConfig)",
        message =
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions; name a published version or remove provisionedConcurrencyConfig")
@ValidationRule(
        value = "!has(self.functionVersion) || !(self.functionVersion in self.routingConfig.additionalVersionWeights)",
        messageExpression =
                "'Invalid function version ' + self.functionVersion + '. Function version ' + self.functionVersion"
                        + " + ' is already included in routing configuration; name another version or remove it'",
        message = "functionVersion is already included in routing configuration; name another version or remove it")
@ValidationRule(
        value = "has(self.name) == has(oldSelf.name)",
        message = "name cannot be added or removed later; make a new Alias")
public class AliasSpec {
    @JsonPropertyDescription(
            "Lambda's name of the alias, 1 to 128 characters, default metadata.name; it cannot be changed, because callers and ARNs use it.")
    @Size(max = 128)
    @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9_-]{1,128}$') && !self.matches('^[0-9]+$')",
            messageExpression =
                    "'name \"' + self + '\" must be 1 to 128 letters, digits, hyphens and underscores, and not only digits, e.g. live'",
            message = "must be 1 to 128 letters, digits, hyphens and underscores, and not only digits, e.g. live")
    @ValidationRule(value = "self == oldSelf", message = "name cannot be changed; make a new Alias")
    private @Nullable String name;

    @JsonPropertyDescription(
            "Lambda's name of the function in this namespace, 1 to 64 characters; it cannot be changed, because ARNs hold it.")
    @Required
    @PrinterColumn(name = "Function")
    @Size(max = 64)
    @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9_-]{1,64}$')",
            messageExpression =
                    "'functionName \"' + self + '\" must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events'",
            message = "must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events")
    @ValidationRule(value = "self == oldSelf", message = "functionName cannot be changed; make a new Alias")
    private String functionName = "";

    @JsonPropertyDescription(
            "Number of the version, such as \"3\", or $LATEST; a change sends the next invocation to the other version, running ones finish.")
    @PrinterColumn(name = "Version")
    @Size(max = 10)
    @ValidationRule(
            value = "self.matches('^([$]LATEST|[1-9][0-9]*)$')",
            messageExpression =
                    "'functionVersion \"' + self + '\" must be the number of a version, e.g. \"3\", or $LATEST'",
            message = "must be the number of a version, e.g. \"3\", or $LATEST")
    private @Nullable String functionVersion;

    @JsonPropertyDescription(
            "Release that the newest matching version was published with; the alias moves as soon as such a version is there.")
    @Size(min = 1, max = 128)
    private @Nullable String release;

    @JsonPropertyDescription(
            "True for the version with the highest number; the alias moves with every version that is published.")
    @ValidationRule(value = "self", message = "latestPublished can only be true; remove it or set it to true")
    private @Nullable Boolean latestPublished;

    @JsonPropertyDescription("Free text, at most 256 characters; a change affects nothing that runs.")
    @Size(max = 256)
    private String description = "";

    @JsonPropertyDescription(
            "Whether a second version gets some of the invocations; a change applies to the next invocation.")
    @Default("{}")
    private AliasRoutingConfig routingConfig = new AliasRoutingConfig();

    @JsonPropertyDescription(
            "Environments kept initialised for the version of the alias, of two versions by their weights; they move when the alias moves.")
    private @Nullable ProvisionedConcurrencyConfig provisionedConcurrencyConfig;

    @JsonPropertyDescription(
            "What becomes of asynchronous invocations of the alias; the function's own is not in force for it.")
    private @Nullable EventInvokeConfig eventInvokeConfig;

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public String getFunctionName() {
        return functionName;
    }

    public void setFunctionName(String functionName) {
        this.functionName = functionName;
    }

    public @Nullable String getFunctionVersion() {
        return functionVersion;
    }

    public void setFunctionVersion(@Nullable String functionVersion) {
        this.functionVersion = functionVersion;
    }

    public @Nullable String getRelease() {
        return release;
    }

    public void setRelease(@Nullable String release) {
        this.release = release;
    }

    public @Nullable Boolean getLatestPublished() {
        return latestPublished;
    }

    public void setLatestPublished(@Nullable Boolean latestPublished) {
        this.latestPublished = latestPublished;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public AliasRoutingConfig getRoutingConfig() {
        return routingConfig;
    }

    public void setRoutingConfig(AliasRoutingConfig routingConfig) {
        this.routingConfig = routingConfig;
    }

    public @Nullable ProvisionedConcurrencyConfig getProvisionedConcurrencyConfig() {
        return provisionedConcurrencyConfig;
    }

    public void setProvisionedConcurrencyConfig(@Nullable ProvisionedConcurrencyConfig provisionedConcurrencyConfig) {
        this.provisionedConcurrencyConfig = provisionedConcurrencyConfig;
    }

    public @Nullable EventInvokeConfig getEventInvokeConfig() {
        return eventInvokeConfig;
    }

    public void setEventInvokeConfig(@Nullable EventInvokeConfig eventInvokeConfig) {
        this.eventInvokeConfig = eventInvokeConfig;
    }
}

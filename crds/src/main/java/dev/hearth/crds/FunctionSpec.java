package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function shall be, in Lambda's words; every setter takes effect as its field's description says. */
@ValidationRule(
        value = "has(self.functionName) == has(oldSelf.functionName)",
        message = "functionName cannot be added or removed later; make a new Function")
public class FunctionSpec extends FunctionConfiguration {
    @JsonPropertyDescription(
            "Lambda's name of the function, default metadata.name; it cannot be changed, because callers and ARNs use it.")
    @Size(max = 64)
    @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9_-]{1,64}$')",
            messageExpression =
                    "'functionName \"' + self + '\" must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events'",
            message = "must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events")
    @ValidationRule(value = "self == oldSelf", message = "functionName cannot be changed; make a new Function")
    private @Nullable String functionName;

    @JsonPropertyDescription(
            "Concurrent executions kept for this function and its upper limit, over all versions; 0 blocks every invocation, unset shares the account's unreserved pool, and a change applies to the next invocation.")
    @Min(0)
    @Max(1_000_000)
    private @Nullable Integer reservedConcurrentExecutions;

    @JsonPropertyDescription("How many environments there are, beside what demand says.")
    private @Nullable Scaling scaling;

    @JsonPropertyDescription(
            "Whether every change of code or configuration publishes a version; $LATEST goes on being what the manifest says.")
    private @Nullable Boolean publish;

    @JsonPropertyDescription(
            "Label that the versions published from now on carry; aliases can point at it, and a change publishes a version.")
    @Size(min = 1, max = 128)
    private @Nullable String release;

    @JsonPropertyDescription("Which published versions are kept; default all.")
    private @Nullable VersionRetention versionRetention;

    @JsonPropertyDescription("When new runtime images reach the function, in a cluster; default with every upgrade.")
    private @Nullable RuntimeManagement runtimeManagement;

    @JsonProperty
    @JsonPropertyDescription("Environments kept initialised, which belong to an Alias. Not supported.")
    @ValidationRule(
            value = "false",
            message =
                    "spec.provisionedConcurrencyConfig is not supported; remove it and put it into an Alias of a published version")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> provisionedConcurrencyConfig;

    @JsonPropertyDescription(
            "What becomes of asynchronous invocations of $LATEST, also of those that name no qualifier; an alias has its own.")
    private @Nullable EventInvokeConfig eventInvokeConfig;

    @JsonProperty
    @JsonPropertyDescription("Processor architecture of the machines to run on. Not supported yet.")
    @ValidationRule(
            value = "false",
            message =
                    "spec.architectures is not supported yet; remove it: Java code runs on the architecture of the machine")
    @Size(max = 8)
    @Nullable
    List<@Size(max = 16) String> architectures;

    @JsonProperty
    @JsonPropertyDescription("Lambda tags. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.tags is not supported yet; use metadata.labels")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> tags;

    @JsonProperty
    @JsonPropertyDescription("Lambda layers. Not supported.")
    @ValidationRule(value = "false", message = "spec.layers is not supported; put their jars into the code package")
    @Size(max = 16)
    @Nullable
    List<@Size(max = 256) String> layers;

    @JsonProperty
    @JsonPropertyDescription("Overrides of a container image. Not supported.")
    @ValidationRule(value = "false", message = "spec.imageConfig is not supported; use packageType Zip")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> imageConfig;

    @JsonProperty
    @JsonPropertyDescription("Network file systems to mount. Not supported.")
    @ValidationRule(
            value = "false",
            message = "spec.fileSystemConfigs is not supported; read shared files from an object store")
    @Size(max = 8)
    @Nullable
    List<Map<String, Object>> fileSystemConfigs;

    @JsonProperty
    @JsonPropertyDescription("Starts from a snapshot. Not supported.")
    @ValidationRule(value = "false", message = "spec.snapStart is not supported; remove it: starts use an AOT cache")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> snapStart;

    @JsonProperty
    @JsonPropertyDescription("X-Ray tracing. Not supported.")
    @ValidationRule(value = "false", message = "spec.tracingConfig is not supported; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> tracingConfig;

    @JsonProperty
    @JsonPropertyDescription("Key that encrypts the environment variables. Not supported.")
    @ValidationRule(
            value = "false",
            message = "spec.kmsKeyArn is not supported; remove it: encryption at rest is the cluster's")
    @Size(max = 2048)
    @Nullable
    String kmsKeyArn;

    @JsonProperty
    @JsonPropertyDescription("Code signing configuration. Not supported.")
    @ValidationRule(
            value = "false",
            message = "spec.codeSigningConfigArn is not supported; remove it: pin the code by its SHA-256")
    @Size(max = 2048)
    @Nullable
    String codeSigningConfigArn;

    @JsonProperty
    @JsonPropertyDescription("Isolation of tenants. Not supported.")
    @ValidationRule(value = "false", message = "spec.tenancyConfig is not supported; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> tenancyConfig;

    @JsonProperty
    @JsonPropertyDescription("Managed instances. Not supported.")
    @ValidationRule(value = "false", message = "spec.capacityProviderConfig is not supported; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> capacityProviderConfig;

    @JsonProperty
    @JsonPropertyDescription("Durable executions. Not supported.")
    @ValidationRule(value = "false", message = "spec.durableConfig is not supported; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> durableConfig;

    @JsonProperty
    @JsonPropertyDescription("Target of publishing. Not supported.")
    @ValidationRule(value = "false", message = "spec.publishTo is not supported; remove it")
    @Size(max = 128)
    @Nullable
    String publishTo;

    public @Nullable EventInvokeConfig getEventInvokeConfig() {
        return eventInvokeConfig;
    }

    public void setEventInvokeConfig(@Nullable EventInvokeConfig eventInvokeConfig) {
        this.eventInvokeConfig = eventInvokeConfig;
    }

    public @Nullable VersionRetention getVersionRetention() {
        return versionRetention;
    }

    public void setVersionRetention(@Nullable VersionRetention versionRetention) {
        this.versionRetention = versionRetention;
    }

    public @Nullable RuntimeManagement getRuntimeManagement() {
        return runtimeManagement;
    }

    public void setRuntimeManagement(@Nullable RuntimeManagement runtimeManagement) {
        this.runtimeManagement = runtimeManagement;
    }

    public @Nullable Boolean getPublish() {
        return publish;
    }

    public void setPublish(@Nullable Boolean publish) {
        this.publish = publish;
    }

    public @Nullable String getRelease() {
        return release;
    }

    public void setRelease(@Nullable String release) {
        this.release = release;
    }

    public @Nullable String getFunctionName() {
        return functionName;
    }

    public void setFunctionName(@Nullable String functionName) {
        this.functionName = functionName;
    }

    public @Nullable Integer getReservedConcurrentExecutions() {
        return reservedConcurrentExecutions;
    }

    public void setReservedConcurrentExecutions(@Nullable Integer reservedConcurrentExecutions) {
        this.reservedConcurrentExecutions = reservedConcurrentExecutions;
    }

    public @Nullable Scaling getScaling() {
        return scaling;
    }

    public void setScaling(@Nullable Scaling scaling) {
        this.scaling = scaling;
    }
}

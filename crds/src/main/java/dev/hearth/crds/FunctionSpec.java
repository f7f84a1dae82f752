package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function shall be, in Lambda's words; every setter takes effect as its field's description says. */
@ValidationRule(
        value = "has(self.functionName) == has(oldSelf.functionName)",
        message = "functionName cannot be added or removed later; make a new Function")
public class FunctionSpec {
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
            "Lambda runtime name, java8 to java25; every one runs on Java 25, so a change only alters what AWS_EXECUTION_ENV tells the handler and starts new environments.")
    @Required
    @PrinterColumn(name = "Runtime")
    @Size(max = 64)
    @ValidationRule(
            value =
                    "self in ['java8', 'java8.al2', 'java11', 'java17', 'java21', 'java25', 'java8.al2023', 'java11.al2023', 'java17.al2023']",
            messageExpression =
                    "'runtime \"' + self + '\" is not supported yet; use java25, java21, java17, java11, java8 or java8.al2'",
            message = "runtime is not supported yet; use java25, java21, java17, java11, java8 or java8.al2")
    private String runtime = "";

    @JsonPropertyDescription(
            "Class to call, package.Class or package.Class::method, 1 to 128 characters; a change starts new environments.")
    @Required
    @PrinterColumn(name = "Handler")
    @Size(max = 128)
    @ValidationRule(
            value = "self.matches('^[^\\\\s]+$')",
            messageExpression =
                    "'handler \"' + self + '\" must be package.Class or package.Class::method without spaces'",
            message = "must be package.Class or package.Class::method without spaces")
    private String handler = "";

    @JsonPropertyDescription(
            "Where the code is, exactly one source; a change starts new environments once the new code is there, running invocations finish on the old.")
    @Required
    private FunctionCode code = new FunctionCode();

    @JsonPropertyDescription("Free text, at most 256 characters; a change affects nothing that runs.")
    @Size(max = 256)
    private String description = "";

    @JsonPropertyDescription(
            "Memory of an environment in MB, 128 to 10240, default 128; also sets its share of CPU, and a change starts new environments.")
    @Default("128")
    @Min(128)
    @Max(10240)
    @PrinterColumn(name = "Memory")
    private int memorySize = 128;

    @JsonPropertyDescription(
            "Seconds an invocation may take, 1 to 900, default 3; the environment is reset when it takes longer.")
    @Default("3")
    @Min(1)
    @Max(900)
    private int timeout = 3;

    @JsonPropertyDescription("Size of /tmp.")
    @Default("{}")
    private EphemeralStorage ephemeralStorage = new EphemeralStorage();

    @JsonPropertyDescription("What the handler sees of its surroundings.")
    @Default("{}")
    private FunctionEnvironment environment = new FunctionEnvironment();

    @JsonPropertyDescription("Format and levels of log lines.")
    @Default("{}")
    private LoggingConfig loggingConfig = new LoggingConfig();

    @JsonPropertyDescription(
            "Concurrent executions kept for this function and its upper limit, over all versions; 0 blocks every invocation, unset shares the account's unreserved pool, and a change applies to the next invocation.")
    @Min(0)
    @Max(1_000_000)
    private @Nullable Integer reservedConcurrentExecutions;

    @JsonPropertyDescription("How many environments there are, beside what demand says.")
    private @Nullable Scaling scaling;

    @JsonPropertyDescription("How the code is packaged: Zip (jar or zip file), the default.")
    @Default("Zip")
    @Size(max = 16)
    @ValidationRule(
            value = "self == 'Zip'",
            messageExpression = "'packageType \"' + self + '\" is not supported yet; use Zip'",
            message = "packageType is not supported yet; use Zip")
    private String packageType = "Zip";

    @JsonPropertyDescription(
            "Service account the function's pods run as, in a cluster: its name, or an IAM role ARN that ends in it; it must carry the label lambda.hearth.dev/assume-role: allowed, and a change starts new environments.")
    @Size(max = 2048)
    @ValidationRule(
            value =
                    "self.matches('^(arn:aws[-a-z]*:iam::[0-9]{12}:role/([^/\\\\s]+/)*)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            messageExpression =
                    "'role \"' + self + '\" must be the name of a service account or arn:aws:iam::<account>:role/<name of a service account>'",
            message =
                    "must be the name of a service account or arn:aws:iam::<account>:role/<name of a service account>")
    private @Nullable String role;

    @JsonPropertyDescription(
            "Private networks the function may reach, in a cluster; default the public Internet and no private network, and a change starts new environments.")
    private @Nullable VpcConfig vpcConfig;

    @JsonPropertyDescription("Which nodes of a cluster the function's pods run on.")
    private @Nullable Scheduling scheduling;

    @JsonProperty
    @JsonPropertyDescription("Whether every change of code or configuration publishes a version. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.publish is not supported yet; remove it")
    @Nullable
    Boolean publish;

    @JsonProperty
    @JsonPropertyDescription("Label that published versions carry and aliases can point at. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.release is not supported yet; remove it")
    @Size(max = 128)
    @Nullable
    String release;

    @JsonProperty
    @JsonPropertyDescription("When new runtime images reach the function. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.runtimeManagement is not supported yet; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> runtimeManagement;

    @JsonProperty
    @JsonPropertyDescription("Environments kept initialised, which belong to an Alias. Not supported yet.")
    @ValidationRule(
            value = "false",
            message = "spec.provisionedConcurrencyConfig is not supported yet; remove it; it will belong to an Alias")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> provisionedConcurrencyConfig;

    @JsonProperty
    @JsonPropertyDescription("Retries, maximum age and destinations of asynchronous invocations. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.eventInvokeConfig is not supported yet; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> eventInvokeConfig;

    @JsonProperty
    @JsonPropertyDescription("Where events go that every attempt failed on. Not supported yet.")
    @ValidationRule(value = "false", message = "spec.deadLetterConfig is not supported yet; remove it")
    @PreserveUnknownFields
    @Nullable
    Map<String, Object> deadLetterConfig;

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

    public @Nullable String getFunctionName() {
        return functionName;
    }

    public void setFunctionName(@Nullable String functionName) {
        this.functionName = functionName;
    }

    public String getRuntime() {
        return runtime;
    }

    public void setRuntime(String runtime) {
        this.runtime = runtime;
    }

    public String getHandler() {
        return handler;
    }

    public void setHandler(String handler) {
        this.handler = handler;
    }

    public FunctionCode getCode() {
        return code;
    }

    public void setCode(FunctionCode code) {
        this.code = code;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public int getMemorySize() {
        return memorySize;
    }

    public void setMemorySize(int memorySize) {
        this.memorySize = memorySize;
    }

    public int getTimeout() {
        return timeout;
    }

    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public EphemeralStorage getEphemeralStorage() {
        return ephemeralStorage;
    }

    public void setEphemeralStorage(EphemeralStorage ephemeralStorage) {
        this.ephemeralStorage = ephemeralStorage;
    }

    public FunctionEnvironment getEnvironment() {
        return environment;
    }

    public void setEnvironment(FunctionEnvironment environment) {
        this.environment = environment;
    }

    public LoggingConfig getLoggingConfig() {
        return loggingConfig;
    }

    public void setLoggingConfig(LoggingConfig loggingConfig) {
        this.loggingConfig = loggingConfig;
    }

    public @Nullable Integer getReservedConcurrentExecutions() {
        return reservedConcurrentExecutions;
    }

    public void setReservedConcurrentExecutions(@Nullable Integer reservedConcurrentExecutions) {
        this.reservedConcurrentExecutions = reservedConcurrentExecutions;
    }

    public String getPackageType() {
        return packageType;
    }

    public void setPackageType(String packageType) {
        this.packageType = packageType;
    }

    public @Nullable String getRole() {
        return role;
    }

    public void setRole(@Nullable String role) {
        this.role = role;
    }

    public @Nullable VpcConfig getVpcConfig() {
        return vpcConfig;
    }

    public void setVpcConfig(@Nullable VpcConfig vpcConfig) {
        this.vpcConfig = vpcConfig;
    }

    public @Nullable Scaling getScaling() {
        return scaling;
    }

    public void setScaling(@Nullable Scaling scaling) {
        this.scaling = scaling;
    }

    public @Nullable Scheduling getScheduling() {
        return scheduling;
    }

    public void setScheduling(@Nullable Scheduling scheduling) {
        this.scheduling = scheduling;
    }
}

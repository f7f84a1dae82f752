package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a function's code is run: what a version keeps for ever. */
public class FunctionConfiguration {
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
                    "self.matches('^(arn:aws[-a-z]*:iam::[0-9]{12}:role/([^/\\\\s]+/)*)?[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$')",
            messageExpression =
                    "'role \"' + self + '\" must be the name of a service account, at most 253 characters, or arn:aws:iam::<account>:role/<name of a service account>'",
            message =
                    "must be the name of a service account, at most 253 characters, or arn:aws:iam::<account>:role/<name of a service account>")
    private @Nullable String role;

    @JsonPropertyDescription(
            "Private networks the function may reach, in a cluster; default the public Internet and no private network, and a change starts new environments.")
    private @Nullable VpcConfig vpcConfig;

    @JsonPropertyDescription(
            "Where an event goes, as it was sent, that was given up; a version keeps what it was published with.")
    private @Nullable DeadLetterConfig deadLetterConfig;

    @JsonPropertyDescription("Which nodes of a cluster the function's pods run on.")
    private @Nullable Scheduling scheduling;

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

    public @Nullable DeadLetterConfig getDeadLetterConfig() {
        return deadLetterConfig;
    }

    public void setDeadLetterConfig(@Nullable DeadLetterConfig deadLetterConfig) {
        this.deadLetterConfig = deadLetterConfig;
    }

    public @Nullable Scheduling getScheduling() {
        return scheduling;
    }

    public void setScheduling(@Nullable Scheduling scheduling) {
        this.scheduling = scheduling;
    }
}

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

/** What was published, in Lambda's words; it cannot be changed. */
@ValidationRule(value = "self == oldSelf", message = "a published version cannot be changed; publish another")
public class FunctionVersionSpec {
    @JsonPropertyDescription("Lambda's name of the function in this namespace, 1 to 64 characters.")
    @Required
    @PrinterColumn(name = "Function")
    @Size(max = 64)
    @ValidationRule(
            value = "self.matches('^[a-zA-Z0-9_-]{1,64}$')",
            messageExpression =
                    "'functionName \"' + self + '\" must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events'",
            message = "must be 1 to 64 letters, digits, hyphens and underscores, e.g. order-events")
    private String functionName = "";

    @JsonPropertyDescription("Number of the version, from \"1\"; a number is never used twice.")
    @Required
    @PrinterColumn(name = "Version")
    @Size(max = 10)
    @ValidationRule(
            value = "self.matches('^[1-9][0-9]*$')",
            messageExpression = "'version \"' + self + '\" must be a number from \"1\"'",
            message = "must be a number from \"1\"")
    private String version = "";

    @JsonPropertyDescription(
            "Release that the function had when the version was published; aliases find the version by it.")
    @Size(min = 1, max = 128)
    private @Nullable String release;

    @JsonPropertyDescription("SHA-256 of the code package in base64, as Lambda shows it.")
    @Required
    @Size(max = 44)
    @ValidationRule(
            value = "self.matches('^[A-Za-z0-9+/]{43}=$')",
            messageExpression = "'codeSha256 \"' + self + '\" must be the base64 of 32 bytes'",
            message = "must be the base64 of 32 bytes")
    private String codeSha256 = "";

    @JsonPropertyDescription("Lambda runtime name, java8 to java25, as the function had it.")
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
            "Class to call, package.Class or package.Class::method, 1 to 128 characters, as the function had it.")
    @Required
    @PrinterColumn(name = "Handler")
    @Size(max = 128)
    @ValidationRule(
            value = "self.matches('^[^\\\\s]+$')",
            messageExpression =
                    "'handler \"' + self + '\" must be package.Class or package.Class::method without spaces'",
            message = "must be package.Class or package.Class::method without spaces")
    private String handler = "";

    @JsonPropertyDescription("Free text, at most 256 characters.")
    @Size(max = 256)
    private String description = "";

    @JsonPropertyDescription("Memory of an environment in MB, 128 to 10240, default 128.")
    @Default("128")
    @Min(128)
    @Max(10240)
    private int memorySize = 128;

    @JsonPropertyDescription("Seconds an invocation may take, 1 to 900, default 3.")
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

    @JsonPropertyDescription("How the code is packaged, always Zip.")
    @Default("Zip")
    @Size(max = 16)
    @ValidationRule(
            value = "self == 'Zip'",
            messageExpression = "'packageType \"' + self + '\" is not supported yet; use Zip'",
            message = "packageType is not supported yet; use Zip")
    private String packageType = "Zip";

    public String getFunctionName() {
        return functionName;
    }

    public void setFunctionName(String functionName) {
        this.functionName = functionName;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }

    public @Nullable String getRelease() {
        return release;
    }

    public void setRelease(@Nullable String release) {
        this.release = release;
    }

    public String getCodeSha256() {
        return codeSha256;
    }

    public void setCodeSha256(String codeSha256) {
        this.codeSha256 = codeSha256;
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
}

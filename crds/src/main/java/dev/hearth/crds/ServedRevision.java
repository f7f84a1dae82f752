package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is to run for a function: complete, so that a gateway needs no other resource, and of one generation, so
 * that no half of a change is ever served.
 */
public class ServedRevision {
    @JsonPropertyDescription("Hash over everything below that a running environment depends on.")
    @Size(max = 64)
    private String id = "";

    @JsonPropertyDescription("The metadata.generation it was made of.")
    private long generation;

    @JsonPropertyDescription("Unqualified ARN of the function.")
    @Size(max = 256)
    private String functionArn = "";

    @JsonPropertyDescription("$LATEST or the number of a version.")
    @Size(max = 16)
    private String version = "$LATEST";

    @JsonPropertyDescription("Lambda runtime name.")
    @Size(max = 64)
    private String runtime = "";

    @JsonPropertyDescription("Class to call.")
    @Size(max = 128)
    private String handler = "";

    @JsonPropertyDescription("Memory in MB.")
    private int memorySize;

    @JsonPropertyDescription("Seconds an invocation may take.")
    private int timeout;

    @JsonPropertyDescription("Size of /tmp in MB.")
    private int ephemeralStorage;

    @JsonPropertyDescription("Format and levels of log lines, with their defaults.")
    private LoggingConfig loggingConfig = new LoggingConfig();

    @JsonPropertyDescription("Concurrent executions kept for the function, and its limit.")
    private @Nullable Integer reservedConcurrentExecutions;

    @JsonPropertyDescription("How many environments there are, beside what demand says.")
    private @Nullable Scaling scaling;

    @JsonPropertyDescription("What becomes of asynchronous invocations of $LATEST.")
    private @Nullable EventInvokeConfig eventInvokeConfig;

    @JsonPropertyDescription("Where an event goes that was given up.")
    private @Nullable DeadLetterConfig deadLetterConfig;

    @JsonPropertyDescription("Runtime image of the environments; unset: the installation's.")
    @Size(max = 512)
    private @Nullable String runtimeImage;

    @JsonPropertyDescription("SHA-256 of the code package, lower-case hexadecimal.")
    @Size(max = 64)
    private String codeSha256 = "";

    @JsonPropertyDescription("Where the code package came from.")
    private FunctionCode code = new FunctionCode();

    @JsonPropertyDescription("Name of the Deployment whose pods are its environments.")
    @Size(max = 63)
    private String deployment = "";

    @JsonPropertyDescription("UID of that Deployment.")
    @Size(max = 64)
    private String deploymentUid = "";

    @JsonPropertyDescription(
            "Digest of that Deployment as the API server had it when it was made or mended; what differs is mended.")
    @Size(max = 64)
    private @Nullable String deploymentDigest;

    @JsonPropertyDescription("The same with environments that are kept initialised; unset: there are none.")
    private @Nullable ProvisionedRevision provisioned;

    public @Nullable ProvisionedRevision getProvisioned() {
        return provisioned;
    }

    public void setProvisioned(@Nullable ProvisionedRevision provisioned) {
        this.provisioned = provisioned;
    }

    public @Nullable EventInvokeConfig getEventInvokeConfig() {
        return eventInvokeConfig;
    }

    public void setEventInvokeConfig(@Nullable EventInvokeConfig eventInvokeConfig) {
        this.eventInvokeConfig = eventInvokeConfig;
    }

    public @Nullable DeadLetterConfig getDeadLetterConfig() {
        return deadLetterConfig;
    }

    public void setDeadLetterConfig(@Nullable DeadLetterConfig deadLetterConfig) {
        this.deadLetterConfig = deadLetterConfig;
    }

    public @Nullable String getRuntimeImage() {
        return runtimeImage;
    }

    public void setRuntimeImage(@Nullable String runtimeImage) {
        this.runtimeImage = runtimeImage;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public long getGeneration() {
        return generation;
    }

    public void setGeneration(long generation) {
        this.generation = generation;
    }

    public String getFunctionArn() {
        return functionArn;
    }

    public void setFunctionArn(String functionArn) {
        this.functionArn = functionArn;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
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

    public int getEphemeralStorage() {
        return ephemeralStorage;
    }

    public void setEphemeralStorage(int ephemeralStorage) {
        this.ephemeralStorage = ephemeralStorage;
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

    public @Nullable Scaling getScaling() {
        return scaling;
    }

    public void setScaling(@Nullable Scaling scaling) {
        this.scaling = scaling;
    }

    public String getCodeSha256() {
        return codeSha256;
    }

    public void setCodeSha256(String codeSha256) {
        this.codeSha256 = codeSha256;
    }

    public FunctionCode getCode() {
        return code;
    }

    public void setCode(FunctionCode code) {
        this.code = code;
    }

    public String getDeployment() {
        return deployment;
    }

    public void setDeployment(String deployment) {
        this.deployment = deployment;
    }

    public String getDeploymentUid() {
        return deploymentUid;
    }

    public void setDeploymentUid(String deploymentUid) {
        this.deploymentUid = deploymentUid;
    }

    public @Nullable String getDeploymentDigest() {
        return deploymentDigest;
    }

    public void setDeploymentDigest(@Nullable String deploymentDigest) {
        this.deploymentDigest = deploymentDigest;
    }
}

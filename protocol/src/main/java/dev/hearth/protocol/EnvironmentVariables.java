package dev.hearth.protocol;

import java.util.Map;
import java.util.TreeMap;

/** The variables that Lambda sets for a function; the reserved ones win over the user's of the same name. */
public final class EnvironmentVariables {
    private EnvironmentVariables() {}

    /**
     * The user's variables and Lambda's.
     *
     * @param user the function's own
     * @param functionName Lambda function name
     * @param version {@code $LATEST} or a version number
     * @param handler as in the manifest
     * @param runtime Lambda runtime identifier
     * @param memoryMb {@code memorySize}
     * @param region of the installation
     * @param logGroup log group name
     * @param logStream log stream name
     * @param initializationType {@code on-demand} or {@code provisioned-concurrency}
     * @param taskRoot folder of the unpacked code
     */
    public static Map<String, String> of(
            Map<String, String> user,
            String functionName,
            String version,
            String handler,
            String runtime,
            int memoryMb,
            String region,
            String logGroup,
            String logStream,
            String initializationType,
            String taskRoot) {
        Map<String, String> all = new TreeMap<>();
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.putAll(user);
        all.put("_HANDLER", handler);
        all.put("AWS_DEFAULT_REGION", region);
        all.put("AWS_REGION", region);
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
        all.put("AWS_LAMBDA_FUNCTION_NAME", functionName);
        all.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memoryMb));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", initializationType);
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", logGroup);
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.put("LAMBDA_TASK_ROOT", taskRoot);
        return all;
    }
}

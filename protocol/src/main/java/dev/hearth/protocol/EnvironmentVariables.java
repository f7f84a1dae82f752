package dev.hearth.protocol;

import java.util.Map;
import java.util.TreeMap;

/** The variables that Lambda sets for a function; they win over the user's of the same name. */
public final class EnvironmentVariables {
    private EnvironmentVariables() {}

    /**
     * The user's variables and Lambda's reserved ones.
     *
     * @param user the function's own
     * @param assignment what the environment runs
     * @param runtime Lambda runtime identifier
     * @param region of the installation
     * @param taskRoot folder of the unpacked code
     */
    public static Map<String, String> of(
            Map<String, String> user, Assignment assignment, String runtime, String region, String taskRoot) {
        Map<String, String> all = new TreeMap<>();
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.putAll(user);
        all.put("_HANDLER", assignment.handler());
        all.put("AWS_DEFAULT_REGION", region);
        all.put("AWS_REGION", region);
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
        all.put("AWS_LAMBDA_FUNCTION_NAME", assignment.functionName());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", assignment.functionVersion());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(assignment.memoryMb()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", assignment.logGroup());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", assignment.logStream());
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.put("LAMBDA_TASK_ROOT", taskRoot);
        return all;
    }
}

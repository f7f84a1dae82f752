package dev.hearth.protocol;

import java.util.Map;
import java.util.TreeMap;

/**
 * The variables that Lambda sets for a function. Reserved ones win over the user's of the same name, the others ({@code
 * LANG}, {@code PATH}, {@code LD_LIBRARY_PATH}, {@code TZ} and X-Ray's) give way.
 */
public final class EnvironmentVariables {
    private EnvironmentVariables() {}

    /**
     * What the installation adds to an assignment.
     *
     * @param runtime Lambda runtime identifier, e.g. {@code java21}
     * @param initializationType {@code on-demand} or {@code provisioned-concurrency}
     * @param region of the installation
     * @param taskRoot folder of the unpacked code
     * @param runtimeDir folder of the runtime
     * @param path {@code PATH} of the machine
     */
    public record Platform(
            String runtime,
            String initializationType,
            String region,
            String taskRoot,
            String runtimeDir,
            String path) {}

    /**
     * The user's variables and Lambda's.
     *
     * @param user the function's own
     */
    public static Map<String, String> of(Assignment assignment, Platform platform, Map<String, String> user) {
        Map<String, String> all = new TreeMap<>();
        all.put("LANG", "en_US.UTF-8");
        all.put("LC_ALL", "C.UTF-8"); // a machine need not have Lambda's locale, and file names want UTF-8
        all.put("TZ", ":UTC");
        all.put("PATH", platform.path());
        all.put("LD_LIBRARY_PATH", libraryPath(platform));
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.putAll(user);
        all.put("_HANDLER", assignment.handler());
        all.put("AWS_DEFAULT_REGION", platform.region());
        all.put("AWS_REGION", platform.region());
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + platform.runtime());
        all.put("AWS_LAMBDA_FUNCTION_NAME", assignment.functionName());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", assignment.functionVersion());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(assignment.memoryMb()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", platform.initializationType());
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", assignment.logGroup());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", assignment.logStream());
        all.put("AWS_LAMBDA_LOG_FORMAT", assignment.logFormat());
        if (!assignment.applicationLogLevel().isEmpty()) {
            all.put("AWS_LAMBDA_LOG_LEVEL", assignment.applicationLogLevel());
        }
        all.put("LAMBDA_TASK_ROOT", platform.taskRoot());
        all.put("LAMBDA_RUNTIME_DIR", platform.runtimeDir());
        return all;
    }

    /** Lambda's, without the folder of its own Java; {@code java.library.path} begins with it. */
    private static String libraryPath(Platform platform) {
        String runtime = platform.runtimeDir();
        String task = platform.taskRoot();
        return String.join(":", "/lib64", "/usr/lib64", runtime, runtime + "/lib", task, task + "/lib", "/opt/lib");
    }
}

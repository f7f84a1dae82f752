package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Starts an environment's launcher as a child process.
 *
 * <p>What it prints goes straight to this process's output: the runtime puts the function's name before each line, so the
 * gateway spends nothing on it.
 */
public final class EnvironmentLauncher {
    private static final File NOTHING = new File("/dev/null");

    private final Path runtimeHome;
    private final Optional<Path> aotCache;
    private final EnvironmentFolders folders;
    private final String gateway;
    private final FunctionVariables variables;

    /**
     * @param runtimeHome folder with {@code launcher}, {@code hearth-runtime.jar} and {@code lib}
     * @param aotCache the runtime's AOT cache
     * @param folders where environments get their private folders
     * @param gateway host and port of the environment server
     * @param region of the installation
     */
    public EnvironmentLauncher(
            Path runtimeHome, Optional<Path> aotCache, EnvironmentFolders folders, String gateway, String region) {
        this.runtimeHome = runtimeHome;
        this.aotCache = aotCache;
        this.folders = folders;
        this.gateway = gateway;
        this.variables =
                new FunctionVariables(region, runtimeHome, System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    Process launch(Revision revision, String id, String token) {
        try {
            Path tmp = folders.createTmp(id);
            ProcessBuilder builder = new ProcessBuilder(
                    "/bin/sh", runtimeHome.resolve("launcher").toString());
            builder.directory(revision.code().toFile());
            builder.redirectInput(NOTHING);
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            builder.redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(variables.of(revision, id));
            putOwn(environment, revision, id, token, tmp);
            return builder.start();
        } catch (IllegalArgumentException e) {
            // its message would show the value
            throw new LaunchException("a variable's name or value is one that no process can have");
        } catch (IOException e) {
            throw new LaunchException("cannot start " + runtimeHome.resolve("launcher"), e);
        }
    }

    private void putOwn(Map<String, String> environment, Revision revision, String id, String token, Path tmp) {
        environment.put(
                "HEARTH_JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        environment.put(
                "HEARTH_RUNTIME_JAR", runtimeHome.resolve("hearth-runtime.jar").toString());
        aotCache.ifPresent(cache -> environment.put("HEARTH_AOT_CACHE", cache.toString()));
        environment.put("HEARTH_GATEWAY", gateway);
        environment.put("HEARTH_ENVIRONMENT_ID", id);
        environment.put("HEARTH_TOKEN", token);
        environment.put("HEARTH_MEMORY_MB", Integer.toString(revision.memorySizeMb()));
        environment.put("HEARTH_TMP", tmp.toString());
        environment.put("HEARTH_TASK_ROOT", revision.code().toString());
    }

    /** Deletes the environment's private folder. */
    void cleanUp(String id) {
        folders.delete(id);
    }
}

package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Starts an environment's launcher as a child process.
 *
 * <p>What its runtime prints goes straight to this process's output: it puts the function's name before each line, so the
 * gateway spends nothing on it. What is printed past the runtime comes through {@link RawOutput}.
 */
public final class EnvironmentLauncher {
    private static final String PROBE = "probe";
    private static final File NOTHING = new File("/dev/null");
    /** Not buffered, as the output of environments is not. */
    private static final OutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final Path JAVA = JAVA_HOME.resolve("bin/java");

    private final Path runtimeHome;
    private final Optional<Path> aotCache;
    private final EnvironmentFolders folders;
    private final String gateway;
    private final FunctionVariables variables;
    private final EnvironmentMounts mounts;
    private final Map<String, Printed> outputs = new ConcurrentHashMap<>();

    /**
     * @param runtimeHome folder with {@code launcher}, {@code hearth-runtime.jar} and {@code lib}
     * @param aotCache the runtime's AOT cache
     * @param folders where environments get their private folders
     * @param gateway host and port of the environment server
     * @param region of the installation
     * @param projects folders that functions see, also below the machine's {@code /tmp}
     */
    public EnvironmentLauncher(
            Path runtimeHome,
            Optional<Path> aotCache,
            EnvironmentFolders folders,
            String gateway,
            String region,
            List<Path> projects) {
        this.runtimeHome = runtimeHome;
        this.aotCache = aotCache;
        this.folders = folders;
        this.gateway = gateway;
        this.variables =
                new FunctionVariables(region, runtimeHome, System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        this.mounts = probe(projects);
    }

    private EnvironmentMounts probe(List<Path> projects) {
        try {
            Path scratch = folders.create(PROBE);
            List<Path> needed = Stream.concat(
                            Stream.of(runtimeHome, JAVA_HOME, folders.root()), aotCache.map(Path::getParent).stream())
                    .distinct()
                    .toList();
            return EnvironmentMounts.probe(runtimeHome, needed, projects, scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the cache folder " + folders.root(), e);
        } finally {
            folders.delete(PROBE);
        }
    }

    Process launch(Revision revision, String id, String token) {
        Path launcher = runtimeHome.resolve("launcher");
        try {
            Path folder = folders.create(id);
            Path code = FunctionVariables.code(revision);
            ProcessBuilder builder = new ProcessBuilder(LowPriority.command(
                    mounts.command(revision.ephemeralStorageMb(), code, List.of("/bin/sh", launcher.toString()))));
            builder.directory(code.toFile());
            builder.redirectInput(NOTHING);
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(variables.of(revision, id, mounts.taskRoot(code)));
            putOwn(environment, revision, id, token, folder);
            Process process = builder.start();
            outputs.put(id, RawOutput.relay(process.getErrorStream(), prefix(revision), OUTPUT));
            return process;
        } catch (IllegalArgumentException e) {
            // its message would show the value
            throw new LaunchException("a variable's name or value is one that no process can have");
        } catch (IOException e) {
            throw new LaunchException("cannot start " + launcher, e);
        }
    }

    private void putOwn(Map<String, String> environment, Revision revision, String id, String token, Path folder) {
        environment.put("HEARTH_JAVA", JAVA.toString());
        environment.put("HEARTH_RUNTIME_HOME", runtimeHome.toString());
        environment.put("HEARTH_AOT_CACHE", aotCache.map(Path::toString).orElse(""));
        environment.put("HEARTH_GATEWAY", gateway);
        environment.put("HEARTH_ENVIRONMENT_ID", id);
        environment.put("HEARTH_TOKEN", token);
        environment.put("HEARTH_MEMORY_MB", Integer.toString(revision.memorySizeMb()));
        environment.put("HEARTH_FOLDER", folder.toString());
        environment.put(
                "HEARTH_TMP", mounts.isPrivate() ? "" : folder.resolve("tmp").toString());
        environment.put("HEARTH_LOG_PREFIX", prefix(revision));
        environment.put("HEARTH_LOG_DESCRIPTOR", "3");
    }

    private static String prefix(Revision revision) {
        return revision.function().name() + " | ";
    }

    Printed printed(String id) {
        return outputs.getOrDefault(id, Printed.NOTHING);
    }

    /** Deletes the environment's private folder. */
    void cleanUp(String id) {
        outputs.remove(id);
        folders.delete(id);
    }
}

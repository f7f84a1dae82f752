package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Starts an environment's launcher as a child process, with a folder of its own for {@code /tmp}. */
public final class EnvironmentLauncher {
    private final Path runtimeHome;
    private final Path java;
    private final Optional<Path> aotCache;
    private final Path folder;
    private final String gateway;
    private final BiFunction<Revision, String, Map<String, String>> variables;
    private final LogForwarder logs;

    /**
     * @param runtimeHome folder with {@code launcher}, {@code hearth-runtime.jar} and {@code lib}
     * @param java the java program of a JDK or JRE 25
     * @param aotCache the runtime's AOT cache
     * @param folder where environments get their private folders
     * @param gateway host and port of the environment server
     * @param variables what a function's process sees, by revision and environment id
     * @param logs takes what environments print
     */
    public EnvironmentLauncher(
            Path runtimeHome,
            Path java,
            Optional<Path> aotCache,
            Path folder,
            String gateway,
            BiFunction<Revision, String, Map<String, String>> variables,
            LogForwarder logs) {
        this.runtimeHome = runtimeHome;
        this.java = java;
        this.aotCache = aotCache;
        this.folder = folder;
        this.gateway = gateway;
        this.variables = variables;
        this.logs = logs;
    }

    Process launch(Revision revision, String id, String token) {
        try {
            Path tmp = Files.createDirectories(folder.resolve(id).resolve("tmp"));
            ProcessBuilder builder = new ProcessBuilder(
                    "/bin/sh", runtimeHome.resolve("launcher").toString());
            builder.directory(revision.code().toFile());
            builder.redirectErrorStream(true);
            builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            environment.clear();
            environment.put("PATH", path);
            environment.putAll(variables.apply(revision, id));
            putOwn(environment, revision, id, token, tmp);
            Process process = builder.start();
            logs.forward(revision, process.getInputStream());
            return process;
        } catch (IOException e) {
            throw new LaunchException("cannot start " + runtimeHome.resolve("launcher"), e);
        }
    }

    private void putOwn(Map<String, String> environment, Revision revision, String id, String token, Path tmp) {
        environment.put("HEARTH_JAVA", java.toString());
        environment.put("HEARTH_RUNTIME", runtimeHome.toString());
        aotCache.ifPresent(cache -> environment.put("HEARTH_AOT_CACHE", cache.toString()));
        environment.put("HEARTH_GATEWAY", gateway);
        environment.put("HEARTH_ENVIRONMENT_ID", id);
        environment.put("HEARTH_TOKEN", token);
        environment.put("HEARTH_MEMORY_MB", Integer.toString(revision.memorySizeMb()));
        environment.put("HEARTH_TMP", tmp.toString());
    }

    /** Deletes the environment's private folder. */
    void cleanUp(String id) {
        Path own = folder.resolve(id);
        if (!Files.exists(own)) {
            return;
        }
        try (Stream<Path> files = Files.walk(own)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // a process that is just ending may still write; the folder goes with the next start's sweep
            own.toFile().deleteOnExit();
        }
    }
}

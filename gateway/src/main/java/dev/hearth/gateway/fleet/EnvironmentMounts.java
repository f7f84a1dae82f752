package dev.hearth.gateway.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mount namespace for each environment, where the machine lets this user make one (Linux with {@code unshare}): the code at {@code
 * /var/task}, read-only, and a {@code /tmp} of its own, a tmpfs of exactly {@code ephemeralStorage} size. Where {@code /var/task}
 * cannot be had, the code is read-only at its own place. Without namespaces the code is as writable as for this user, and {@code
 * java.io.tmpdir} is a private folder without a limit.
 *
 * @param prefix the command that makes the namespace; empty: there is none
 * @param script mounts all
 * @param taskRoot whether {@code /var/task} can be had
 * @param kept what of the machine's {@code /tmp} environments must still see
 */
record EnvironmentMounts(List<String> prefix, Path script, boolean taskRoot, List<Path> kept) {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentMounts.class);
    private static final Path TMP = Path.of("/tmp");
    private static final Path VAR = Path.of("/var");
    private static final Path TASK_ROOT = VAR.resolve("task");
    private static final long PROBE_SECONDS = 5;
    private static final String CODE_IS_READ_ONLY = "if (true >x) 2>/dev/null; then exit 1; fi";

    EnvironmentMounts {
        prefix = List.copyOf(prefix);
        kept = List.copyOf(kept);
    }

    /**
     * Finds the most that works.
     *
     * @param needed what environments must still see, and be able to write as now
     * @param projects folders that they see as now, unless they would be all of {@code /tmp}
     * @param scratch an empty folder of this user, beside which code is unpacked
     */
    static EnvironmentMounts probe(Path runtimeHome, Collection<Path> needed, Collection<Path> projects, Path scratch) {
        Path script = runtimeHome.resolve("mounts");
        // what Hearth needs comes last: its code must stay read-only below a project
        List<Path> kept = Stream.concat(projects.stream(), needed.stream())
                .flatMap(EnvironmentMounts::alsoReal)
                .filter(path -> path.startsWith(TMP) && !path.equals(TMP))
                .distinct()
                .toList();
        // /var/task is made by a read-only layer over /var, which may not lie over a part of itself
        boolean layer = needed.stream().flatMap(EnvironmentMounts::alsoReal).noneMatch(path -> path.startsWith(VAR));
        return ways().flatMap(way -> Stream.of(true, false)
                        .filter(taskRoot -> layer || !taskRoot)
                        .map(taskRoot -> new EnvironmentMounts(way, script, taskRoot, kept)))
                .filter(each -> each.works(scratch))
                .findFirst()
                .map(EnvironmentMounts::saysWhatIsMissing)
                .orElseGet(() -> none(script));
    }

    /** A folder may be reached through a link that leads below {@code /tmp}, or out of it. */
    private static Stream<Path> alsoReal(Path path) {
        return Stream.of(path, real(path));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path; // it is not there yet
        }
    }

    private static Stream<List<String>> ways() {
        return Stream.of("/usr/bin/unshare", "/bin/unshare")
                .filter(unshare -> Files.isExecutable(Path.of(unshare)))
                .limit(1)
                .flatMap(unshare -> Stream.of(
                        List.of(unshare, "--mount", "--"),
                        List.of(unshare, "--user", "--map-current-user", "--keep-caps", "--mount", "--")));
    }

    private EnvironmentMounts saysWhatIsMissing() {
        if (!taskRoot) {
            LOG.atInfo()
                    .setMessage("functions' code is not at /var/task but where LAMBDA_TASK_ROOT says")
                    .addKeyValue("why", "no layer can be laid over /var here, or Hearth's own files are below it")
                    .log();
        }
        return this;
    }

    private static EnvironmentMounts none(Path script) {
        LOG.atInfo()
                .setMessage(
                        "functions get a temporary folder without a size limit, their code is not at /var/task and can be"
                                + " written")
                .addKeyValue("why", "this user cannot make mount namespaces here")
                .log();
        return new EnvironmentMounts(List.of(), script, false, List.of());
    }

    private boolean works(Path scratch) {
        try {
            Path code = Files.createDirectories(scratch.resolve("task"));
            Process probe = new ProcessBuilder(command(1, code, List.of("/bin/sh", "-c", CODE_IS_READ_ONLY)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException noUnshare) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isPrivate() {
        return !prefix.isEmpty();
    }

    /** Where an environment sees this code. */
    Path taskRoot(Path code) {
        // code of published versions that an earlier Hearth unpacked is in no folder of that name
        boolean mountable = Files.isDirectory(TASK_ROOT) || code.endsWith("task");
        return taskRoot && mountable ? TASK_ROOT : code;
    }

    /** The command, run with its code at {@link #taskRoot} and a {@code /tmp} of this size if there can be one. */
    List<String> command(int sizeMb, Path unpacked, List<String> command) {
        if (!isPrivate()) {
            return command;
        }
        Path code = real(unpacked);
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of("/bin/sh", script.toString(), Integer.toString(sizeMb)));
        whole.addAll(List.of(code.toString(), taskRoot(code).toString()));
        // the code comes last: it must stay read-only at its own place
        Stream.concat(kept.stream(), Optional.of(code).filter(at -> at.startsWith(TMP)).stream())
                .forEach(path -> whole.add(path.toString()));
        whole.add("--");
        whole.addAll(command);
        return whole;
    }
}

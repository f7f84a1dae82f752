package dev.hearth.gateway.fleet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each environment a {@code /tmp} of its own, of exactly {@code ephemeralStorage} size: a tmpfs in a mount
 * namespace, where the machine lets this user make one (Linux with {@code unshare}). Elsewhere {@code java.io.tmpdir} is a
 * private folder without a limit.
 *
 * @param prefix the command that makes the namespace; empty: there is none
 * @param script mounts the tmpfs
 */
record PrivateTmp(List<String> prefix, Path script) {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateTmp.class);
    private static final Path TMP = Path.of("/tmp");
    private static final long PROBE_SECONDS = 5;
    /** By its whole path: when an environment is started, {@code PATH} is the function's. */
    private static final String UNSHARE = Stream.concat(
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                    Stream.of("/usr/bin", "/bin"))
            .map(folder -> Path.of(folder, "unshare").toAbsolutePath())
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("unshare");

    private static final List<List<String>> WAYS = List.of(
            List.of(UNSHARE, "--mount", "--"),
            List.of(UNSHARE, "--user", "--map-current-user", "--keep-caps", "--mount", "--"));

    /**
     * Finds a way that works.
     *
     * @param needed what environments must still see; below {@code /tmp} it would be hidden
     */
    static PrivateTmp probe(Path runtimeHome, Collection<Path> needed) {
        Path script = runtimeHome.resolve("private-tmp");
        if (needed.stream().anyMatch(path -> path.startsWith(TMP))) {
            return none(script, "Hearth's own files are below /tmp");
        }
        for (List<String> way : WAYS) {
            PrivateTmp candidate = new PrivateTmp(way, script);
            if (candidate.works()) {
                return candidate;
            }
        }
        return none(script, "this user cannot make mount namespaces here");
    }

    private static PrivateTmp none(Path script, String why) {
        LOG.atInfo()
                .setMessage("functions get a temporary folder without a size limit instead of a /tmp of their own")
                .addKeyValue("why", why)
                .log();
        return new PrivateTmp(List.of(), script);
    }

    private boolean works() {
        try {
            Process probe = new ProcessBuilder(command(1, List.of("true")))
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

    /** The command, run with a {@code /tmp} of this size if there can be one. */
    List<String> command(int sizeMb, List<String> command) {
        if (!isPrivate()) {
            return command;
        }
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of("/bin/sh", script.toString(), Integer.toString(sizeMb)));
        whole.addAll(command);
        return whole;
    }
}

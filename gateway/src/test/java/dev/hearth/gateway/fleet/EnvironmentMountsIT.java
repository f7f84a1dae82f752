package dev.hearth.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process sees of its machine, where this user may make mount namespaces. */
@EnabledOnOs(OS.LINUX)
class EnvironmentMountsIT {
    private static final Path RUNTIME =
            Path.of("../runtime-image/src/main/runtime").toAbsolutePath().normalize();

    /** Below {@code /tmp}, as a rule: what is kept there is a case of its own. */
    @TempDir
    private Path folder;

    private Path code;
    private EnvironmentMounts mounts;

    @BeforeEach
    void open() throws Exception {
        code = Files.createDirectories(folder.resolve("0123/task"));
        Files.writeString(code.resolve("data.txt"), "data");
        mounts = EnvironmentMounts.probe(RUNTIME, List.of(RUNTIME, folder), List.of(), folder.resolve("probe"));
        assumeTrue(mounts.isPrivate());
    }

    @Test
    void theCodeIsAtVarTaskAndReadOnly() throws Exception {
        assumeTrue(mounts.taskRoot());

        assertThat(mounts.taskRoot(code)).isEqualTo(Path.of("/var/task"));
        assertThat(run("pwd; cat data.txt /var/task/data.txt; ls /var/task"))
                .isEqualTo("/var/task\ndatadatadata.txt\n");
        assertThat(run("echo x >app.log")).contains("Read-only file system");
        assertThat(run("rm data.txt")).contains("Read-only file system");
        assertThat(code.toFile().list()).containsExactly("data.txt");
    }

    /** The cache is seen where it is, and other functions may have the same package. */
    @Test
    void theCodeIsReadOnlyAtItsOwnPlaceToo() throws Exception {
        assertThat(run("echo x >" + code + "/app.log")).contains("Read-only file system");
        assertThat(run("rm " + code + "/data.txt")).contains("Read-only file system");
        assertThat(run("echo x >" + folder + "/state")).isEmpty();
        assertThat(code.toFile().list()).containsExactly("data.txt");
    }

    @Test
    void noLayerIsLaidOverWhatALinkLeadsTo() throws Exception {
        Path cache = Files.createSymbolicLink(folder.resolve("cache"), Path.of("/var/log"));

        mounts = EnvironmentMounts.probe(RUNTIME, List.of(RUNTIME, folder, cache), List.of(), folder.resolve("probe"));

        assertThat(mounts.taskRoot()).isEqualTo(Files.isDirectory(Path.of("/var/task")));
    }

    @Test
    void theRestOfVarIsAsItWas() throws Exception {
        assumeTrue(mounts.taskRoot());

        assertThat(run("ls /var | grep -v '^task$'").lines())
                .containsExactlyInAnyOrder(Path.of("/var").toFile().list());
        assertThat(Path.of("/var/task")).doesNotExist();
    }

    @Test
    void whereVarCannotBeCoveredTheCodeIsReadOnlyAtItsOwnPlace() throws Exception {
        mounts = EnvironmentMounts.probe(
                RUNTIME, List.of(RUNTIME, folder, Path.of("/var/log")), List.of(), folder.resolve("probe"));

        assertThat(mounts.taskRoot(code)).isEqualTo(code);
        assertThat(run("pwd; cat data.txt")).isEqualTo(code + "\ndata");
        assertThat(run("echo x >app.log")).contains("Read-only file system");
    }

    @Test
    void codeThatAnEarlierHearthUnpackedIsReadOnlyAtItsOwnPlace() throws Exception {
        code = Files.move(code, folder.resolve("456"));

        assertThat(run("pwd; cat data.txt")).isEqualTo(code + "\ndata");
        assertThat(run("echo x >app.log")).contains("Read-only file system");
    }

    @Test
    void tmpIsEmptyButForWhatIsNeeded() throws Exception {
        Path kept = Files.createDirectories(folder.resolve("environment"));

        List<String> needed = Stream.of(RUNTIME, folder)
                .filter(path -> path.startsWith("/tmp"))
                .map(path -> path.getName(1).toString())
                .distinct()
                .toList();

        assertThat(run("ls -A /tmp").lines()).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(run("echo x >/tmp/mine; echo y >" + kept + "/state; df -m /tmp | tail -1"))
                .contains("hearth", " 3 ");
        assertThat(kept.resolve("state")).hasContent("y");
        assertThat(Path.of("/tmp/mine")).doesNotExist();
    }

    @Test
    void aProjectBelowTmpIsSeenAsItIs(@TempDir Path project, @TempDir Path foreign) throws Exception {
        Files.writeString(project.resolve("note.txt"), "here");
        mounts = EnvironmentMounts.probe(
                RUNTIME, List.of(RUNTIME, folder), List.of(Path.of("/tmp"), project), folder.resolve("probe"));

        assertThat(run("cat " + project + "/note.txt; echo x >" + project + "/made.txt"))
                .isEqualTo("here");
        assertThat(project.resolve("made.txt")).hasContent("x");
        assertThat(run("ls -d " + foreign)).contains("No such file");
    }

    @Test
    void toolsOfTheFunctionAreNotUsedToMountAnything() throws Exception {
        Path mount = Files.writeString(folder.resolve("mount"), "#!/bin/sh\nexit 9\n");
        assertThat(mount.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(mounts.command(3, code, List.of("/bin/sh", "-c", "echo $PATH")));
        builder.environment().put("PATH", folder.toString());

        assertThat(output(builder)).isEqualTo(folder + "\n");
    }

    private String run(String script) throws Exception {
        return output(new ProcessBuilder(mounts.command(3, code, List.of("/bin/sh", "-c", script))));
    }

    private static String output(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}

package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./hearth} itself, wherever and by whomever it is started. */
class CommandE2E {
    private static final Path HEARTH = HearthProcess.checkout().resolve("hearth");
    private static final String PATH = System.getenv("PATH");

    @TempDir
    Path folder;

    record Ended(int status, String output) {}

    @Test
    void worksThroughLinksToLinksFromAnyFolder() throws Exception {
        Path far = Files.createDirectories(folder.resolve("some where/größe"));
        Files.createSymbolicLink(far.resolve("one"), HEARTH);
        Files.createSymbolicLink(far.resolve("two"), Path.of("one"));
        Path last = Files.createSymbolicLink(folder.resolve("three"), Path.of("some where/größe/two"));

        assertThat(run(Map.of("HOME", "/root"), last.toString(), "help").output())
                .startsWith("Hearth runs AWS Lambda functions");
        assertThat(run(Map.of("HOME", "/root"), "./three", "help").status()).isZero();
    }

    @Test
    void worksWithoutAHomeAndWithoutALocale() throws Exception {
        assertThat(run(Map.of(), HEARTH.toString(), "help")).satisfies(CommandE2E::helped);
        assertThat(run(Map.of("HOME", ""), HEARTH.toString(), "help")).satisfies(CommandE2E::helped);
    }

    @Test
    void worksWhenStartedWithShAndWithACdPath() throws Exception {
        assertThat(run(Map.of("CDPATH", "/:/usr"), "sh", HEARTH.toString(), "help"))
                .satisfies(CommandE2E::helped);
    }

    private static void helped(Ended ended) {
        assertThat(ended.output()).startsWith("Hearth runs AWS Lambda functions");
        assertThat(ended.status()).isZero();
    }

    /** Below /proc nobody can make anything, not even root. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhichFolderCannotBeMadeAndTheFix() throws Exception {
        Ended ended = sourced("need_folder /proc/hearth 'The folder for Maven' 'Set HEARTH_CACHE.'");

        assertThat(ended.output()).contains("The folder for Maven cannot be made", "/proc/hearth", "Set HEARTH_CACHE.");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        String lock = folder.resolve("lock").toString();

        // a process that has just ended cannot be running
        Ended ended = sourced("true & gone=$!; wait; ln -s $gone " + lock + "; hold_the_build; [ \"$(readlink " + lock
                + ")\" = $$ ] && echo mine; release_the_build");

        assertThat(ended.output()).endsWith("mine\n");
        assertThat(Path.of(lock)).doesNotExist();
    }

    @Test
    void twoBuildsOfImagesInOneCheckoutComeOneAfterTheOther() throws Exception {
        String images = HearthProcess.checkout().resolve("scripts/images.sh").toString();
        String stubs = "find_java() { :; }; make_tunnel() { :; }; make_jre() { :; }; make_applications() { :; }; "
                + "make_base() { echo begins; sleep 1; }; pack() { echo ends; }; ";

        Ended ended = sourced(". '" + images + "'; " + stubs
                + "(run_images images --built) & sleep 0.3; run_images images --built; wait");

        assertThat(ended.output()).contains("Waiting for another build of images of this checkout (process ");
        assertThat(ended.output().lines().filter(line -> line.equals("begins") || line.equals("ends")))
                .containsExactly("begins", "ends", "begins", "ends");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void doesNotWaitForEverWhereNoLockCanBeMade() throws Exception {
        Ended ended = sourced("need_folder() { :; }; work=/proc; hold_the_build");

        assertThat(ended.output()).contains("/proc/lock cannot be made");
        assertThat(ended.status()).isEqualTo(1);
    }

    private Ended sourced(String commands) throws Exception {
        String scripts = HearthProcess.checkout().resolve("scripts").toString();
        String script = "set -euo pipefail; here=" + folder + "; cache=" + folder + "; . '" + scripts
                + "/tools.sh'; . '" + scripts + "/build.sh'; work=" + folder + "; " + commands;
        return run(Map.of("HOME", "/root"), "bash", "-c", script);
    }

    private Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", PATH);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

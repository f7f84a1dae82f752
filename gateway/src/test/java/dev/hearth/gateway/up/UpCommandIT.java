package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Refusals of {@code up} that need sockets or files: a sentence and status 1, never a stack trace. */
class UpCommandIT {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysThatThePortIsTakenAndHowToGoOn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(up("--port", Integer.toString(port))).isEqualTo(1);

            assertThat(said())
                    .contains("Cannot listen on 127.0.0.1:" + port + ": another program does", "--port 0")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void saysThatAnAddressIsNotThisMachines() {
        assertThat(up("--host", "192.0.2.1", "--open", "--port", "0")).isEqualTo(1);

        assertThat(said())
                .contains("192.0.2.1", "the address is not this machine's")
                .doesNotContain("Exception");
    }

    @Test
    void saysThatTheCacheFolderIsAFile() throws IOException {
        Files.writeString(folder.resolve("cache"), "");

        assertThat(up("--port", "0")).isEqualTo(1);

        assertThat(said())
                .contains(folder.resolve("cache") + " cannot be used", "is no folder", "HEARTH_CACHE")
                .doesNotContain("Exception");
    }

    @Test
    void saysThatTheStateFolderIsAFile() throws IOException {
        Files.writeString(folder.resolve("state"), "");

        assertThat(up("--port", "0", "--state=" + folder.resolve("state"))).isEqualTo(1);

        assertThat(said())
                .contains(
                        "The state folder " + folder.resolve("state") + " cannot be used",
                        "is no folder",
                        "HEARTH_STATE")
                .doesNotContain("Exception");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheStateFolderCannotBeMade() {
        assertThat(up("--port", "0", "--state=/proc/hearth")).isEqualTo(1);

        assertThat(said())
                .contains("The state folder /proc/hearth cannot be used", "versions and events", "HEARTH_STATE")
                .doesNotContain("Exception");
    }

    @Test
    void saysThatTheCacheFolderIsBelowAFile() throws IOException {
        Files.writeString(folder.resolve("cache"), "");

        assertThat(up("--port", "0", "--cache=" + folder.resolve("cache/of/mine")))
                .isEqualTo(1);

        assertThat(said()).contains("cannot be used", "HEARTH_CACHE").doesNotContain("Exception");
    }

    /** Below /proc nobody can make anything, not even root. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheCacheFolderCannotBeMade() {
        assertThat(up("--port", "0", "--cache=/proc/hearth")).isEqualTo(1);

        assertThat(said())
                .contains("/proc/hearth cannot be used", "HEARTH_CACHE")
                .doesNotContain("Exception");
    }

    @Test
    void listensToTheShellsRegionOnlyIfItIsOne() {
        assertThat(up("--region=local")).isEqualTo(1);

        assertThat(said()).contains("--region is 'local'", "--region us-east-1").doesNotContain("Exception");
    }

    private int up(String... options) {
        List<String> arguments = new ArrayList<>(List.of("up", folder.toString(), "--runtime-home=" + folder));
        arguments.addAll(List.of(options));
        if (Arrays.stream(options).noneMatch(option -> option.startsWith("--cache"))) {
            arguments.add("--cache=" + folder.resolve("cache"));
        }
        Console console = new Console(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return HearthCommand.commandLine(console).execute(arguments.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}

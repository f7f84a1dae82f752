package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is different in a pod: the code comes from the gateway, and the launcher outlives what it runs. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class ClusterHomeIT {
    @Test
    void fetchesItsCodeOnceAndProvesItselfByTheTokenInAFile() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            assertThat(environment.attached().header(EnvironmentHeaders.AUTHORIZATION))
                    .isEqualTo("Bearer " + TestEnvironment.TOKEN);
            Exchange fetch = environment.gateway.work();
            assertThat(fetch.path).isEqualTo(EnvironmentPaths.CODE + sha256(zip));
            assertThat(fetch.header(EnvironmentHeaders.AUTHORIZATION)).isEqualTo("Bearer " + TestEnvironment.TOKEN);
            fetch.reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);
            Exchange result = environment.run(environment.gateway.work(), "echo");
            assertThat(result.path).contains("request-1");

            environment.jvm().destroyForcibly();

            assertThat(environment.ready().path).isEqualTo(EnvironmentPaths.NEXT);
        }
    }

    @Test
    void unpacksAsOneMachineDoes() throws Exception {
        byte[] zip = deeds("./bin/tool", "#!/bin/sh\n");
        markExecutable(zip, "./bin/tool");
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "jar"), zip);

            assertThat(environment.gateway.work().path).isEqualTo(EnvironmentPaths.NEXT);
            assertThat(environment.folder.resolve("task/bin/tool")).isExecutable();
            assertThat(Files.isExecutable(environment.folder.resolve("task/example/deeds/Deeds.class")))
                    .isFalse();
            assertThat(environment.folder.resolve("task").toFile().list()).containsExactlyInAnyOrder("example", "bin");
        }
    }

    @Test
    void unpacksAnewWhatAKilledProcessHasHalfUnpacked() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip))) {
            Path left = Files.createDirectories(environment.folder.resolve("task/example/deeds"));
            Files.writeString(left.resolve("Deeds.class"), "half");
            Files.writeString(left.resolve("Other.class"), "of a package before");
            environment.start().attached();
            environment.gateway.work().reply(200, Map.of(), zip);

            assertThat(environment.gateway.work().path).isEqualTo(EnvironmentPaths.NEXT);
            assertThat(left.resolve("Other.class")).doesNotExist();
        }
    }

    @Test
    void aPackageThatLeadsOutOfItsFolderIsNotUnpacked() throws Exception {
        byte[] zip = deeds("../evil", "x");
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(), zip);

            Exchange failed = environment.gateway.work();
            assertThat(failed.path).isEqualTo(EnvironmentPaths.INIT_ERROR);
            assertThat(failed.text()).contains("'../evil' is no path below the package's root");
            assertThat(environment.folder.resolve("evil")).doesNotExist();
        }
    }

    @Test
    void theTaskRootMayBeMountedElsewhere() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip))) {
            Path mounted =
                    Files.createSymbolicLink(environment.folder.resolve("mounted"), environment.folder.resolve("task"));
            environment.with("HEARTH_TASK_ROOT", mounted.toString()).start().attached();
            environment.gateway.work().reply(200, Map.of(), zip);
            Exchange result = environment.run(environment.gateway.work(), "variable LAMBDA_TASK_ROOT");

            assertThat(result.text()).contains(mounted.toString());
        }
    }

    @Test
    void aPackageThatIsCutOffIsNotRun() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().replyCutOff(Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);

            Exchange failed = environment.gateway.work();
            assertThat(failed.path).isEqualTo(EnvironmentPaths.INIT_ERROR);
            assertThat(failed.header(EnvironmentHeaders.ERROR_TYPE)).isEqualTo(EnvironmentHeaders.CODE_UNAVAILABLE);
            assertThat(failed.text()).contains("in the middle of an answer");
        }
    }

    @Test
    void codeThatCannotBeHadNowIsAskedForAgainAfterwards() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().reply(503, Map.of(), "its source is away".getBytes());
            Exchange failed = environment.gateway.work();
            assertThat(failed.header(EnvironmentHeaders.ERROR_TYPE)).isEqualTo(EnvironmentHeaders.CODE_UNAVAILABLE);
            assertThat(failed.text()).contains("its source is away");
            failed.reply(202, Map.of(), new byte[0]);

            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);

            assertThat(environment.gateway.work().path).isEqualTo(EnvironmentPaths.NEXT);
        }
    }

    @Test
    void aRetiredEnvironmentWaitsForItsPodToBeDeleted() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, "zip"), zip);
            environment.gateway.work().retire();
            environment.awaitLog("shutdown hook ran");
            environment.gateway.drop();

            Thread.sleep(1_500); // the time in which one that does not wait would end or attach again
            assertThat(environment.launcher().isAlive()).isTrue();
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();

            environment.launcher().destroy();
            assertThat(environment.awaitEnd()).isZero();
        }
    }

    @Test
    void comesBackWhenItsGatewayWasAwayOrRefusedIt() throws Exception {
        byte[] zip = deeds();
        try (TestEnvironment environment = environment(sha256(zip)).start()) {
            environment.gateway.attach().reply(403, Map.of(), "not known yet".getBytes());
            environment.gateway.attach();

            environment.gateway.drop();

            assertThat(environment.attached().header(EnvironmentHeaders.ENVIRONMENT_ID))
                    .isEqualTo(TestEnvironment.ID);
        }
    }

    private static TestEnvironment environment(String sha256) throws IOException {
        return environment(sha256, new TestGateway());
    }

    static TestEnvironment environment(String sha256, TestGateway gateway) throws IOException {
        return TestEnvironment.inCluster(
                new Assignment(
                        "f",
                        "$LATEST",
                        "example.deeds.Deeds",
                        256,
                        10_000,
                        sha256,
                        EnvironmentPaths.CODE + sha256,
                        "Text",
                        "",
                        "",
                        "/aws/lambda/f",
                        "stream",
                        true,
                        ""),
                gateway);
    }

    static byte[] deeds() throws IOException {
        return deeds("", "");
    }

    /** Makes it a zip from Unix whose entry has mode 0755. */
    private static void markExecutable(byte[] zip, String entry) {
        var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = new String(zip, StandardCharsets.ISO_8859_1).lastIndexOf(entry) - 46;
        assertThat(bytes.getInt(at)).isEqualTo(0x02014b50);
        bytes.put(at + 5, (byte) 3).putInt(at + 38, 0100755 << 16);
    }

    private static byte[] deeds(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var files = Files.list(Path.of("target/test-classes/example/deeds"))) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry("example/deeds/" + file.getFileName()));
                zip.write(Files.readAllBytes(file));
            }
            if (!name.isEmpty()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    void aPlainJarIsNotUnpacked() throws Exception {
        byte[] jar = deeds();
        try (TestEnvironment environment = environment(sha256(jar)).start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(EnvironmentHeaders.CODE_LAYOUT, EnvironmentHeaders.JAR), jar);

            assertThat(environment.gateway.work().path).isEqualTo(EnvironmentPaths.NEXT);
            assertThat(environment.folder.resolve("task/lib/function.jar")).hasBinaryContent(jar);
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
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var files = Files.list(Path.of("target/test-classes/example/deeds"))) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry("example/deeds/" + file.getFileName()));
                zip.write(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}

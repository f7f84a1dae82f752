package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the launcher starts the JVM: options, wrapper, memory. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class StartIT {
    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -XX:MaxPermSize=64m, 1, Unrecognized VM option",
        "JAVA_TOOL_OPTIONS, -javaagent:/no/such/agent.jar, 1, /no/such/agent.jar",
        "JAVA_TOOL_OPTIONS, -Xmx1k, 1, heap",
        "JDK_JAVA_OPTIONS, --no-such-option, 1, no-such-option",
        "AWS_LAMBDA_EXEC_WRAPPER, /no/such/wrapper, 127, /no/such/wrapper",
        "AWS_LAMBDA_EXEC_WRAPPER, /etc/passwd, 126, /etc/passwd",
        "AWS_LAMBDA_EXEC_WRAPPER, /bin/false, 1, ''",
        "LANG, en_US -XX:NoSuchOption, 1, NoSuchOption"
    })
    void aProcessThatEndsBeforeTheRuntimeBeginsIsReportedByOneWithoutTheFunctionsOptions(
            String variable, String value, String status, String inLog) throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .with("LC_ALL", "C.UTF-8")
                .with(variable, value)
                .start()) {
            environment.attached();

            Exchange failed = environment.gateway.work();

            assertThat(failed.path).isEqualTo(EnvironmentPaths.INIT_ERROR);
            assertThat(failed.header(EnvironmentHeaders.ERROR_TYPE)).isEqualTo("Runtime.ExitError");
            assertThat(failed.header(EnvironmentHeaders.EXIT_STATUS)).isEqualTo(status);
            assertThat(environment.log()).contains(inLog, "look at JAVA_TOOL_OPTIONS");
        }
    }

    /** As of a checkout below a home folder; Java reads paths in the locale's encoding. */
    @Test
    void aStartThatFailedIsReportedFromAFolderWhoseNameIsNotAscii() throws Exception {
        assumeTrue(System.getProperty("sun.jnu.encoding").equals("UTF-8"), "this JVM can name no such folder");
        try (TestEnvironment environment = new TestEnvironment()) {
            Path home = Files.createSymbolicLink(environment.folder.resolve("gr\u00f6\u00dfe"), TrainedRuntime.home());
            environment
                    .with("HEARTH_RUNTIME_HOME", home.toString())
                    .with("AWS_LAMBDA_EXEC_WRAPPER", "/bin/false")
                    .start();
            environment.attached();

            assertThat(environment.gateway.work().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void aStartThatFailedIsTriedAgainAndReportedAgain() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .with("AWS_LAMBDA_EXEC_WRAPPER", "/bin/false")
                .start()) {
            environment.attached();
            environment.gateway.work().reply(200, Map.of(), new byte[0]);
            environment.attached();

            assertThat(environment.gateway.work().header(EnvironmentHeaders.EXIT_STATUS))
                    .isEqualTo("1");
        }
    }

    @Test
    void aProcessInWhichTheRuntimeNeverBeginsIsEndedAndReported() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .with("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0")
                .start()) {
            environment.attached();

            Exchange failed = environment.gateway.work();

            assertThat(failed.header(EnvironmentHeaders.ERROR_TYPE)).isEqualTo("Sandbox.Timedout");
        }
    }

    @Test
    void aJvmThatCannotStartWithoutTheFunctionsOptionsEitherIsNotTheFunctionsFault() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_JAVA", "/bin/false").start()) {
            assertThat(environment.awaitEnd()).isOne();
            assertThat(environment.gateway.sawNoOtherAttach()).isTrue();
        }
    }

    @Test
    void whatTheJvmSaysOfItsCachesIsNotShown() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .with(
                        "JAVA_TOOL_OPTIONS",
                        "-XX:+UseParallelGC -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0")
                .start()) {
            environment.ready();

            assertThat(environment.log()).doesNotContain("[error]", "[warning]", "shared spaces");
        }
    }

    @Test
    void aStateThatCannotBeWrittenEndsTheLauncher() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_FOLDER", "/no/such/folder").start()) {
            assertThat(environment.awaitEnd()).isNotZero();
        }
    }

    @Test
    void aWrapperMayAddOptionsBeforeTheLastArgument() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()) {
            Path wrapper = Files.createFile(
                    environment.folder.resolve("wrapper"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(wrapper, """
                    #!/bin/bash
                    args=("$@")
                    args=("${args[@]:0:$#-1}" -Dcom.amazonaws.xray.traceHeader=wrapped "${args[@]: -1}")
                    echo wrapping
                    exec "${args[@]}"
                    """);
            environment.with("AWS_LAMBDA_EXEC_WRAPPER", wrapper.toString()).start();

            Exchange next = environment.ready();

            assertThat(environment.log()).startsWith("wrapping\n");
            assertThat(environment.jvm().info().command().orElseThrow()).endsWith("/java");
            assertThat(environment.run(next, "say x").text()).isEqualTo("\"x\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_LAMBDA_INITIALIZATION_TYPE, on-demand, 1",
        "AWS_LAMBDA_JAVA_NETWORKADDRESS_CACHE_NEGATIVE_TTL, 7, 7",
        "JAVA_TOOL_OPTIONS, -Djava.security.properties=/no/such/file, 10"
    })
    void whatDidNotResolveIsLookedUpAgainAsOnLambda(String variable, String value, String seconds) throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with(variable, value).start()) {
            Exchange result = environment.run(environment.ready(), "security networkaddress.cache.negative.ttl");

            assertThat(result.text()).isEqualTo("\"" + seconds + "\"");
        }
    }

    @Test
    void theFunctionsOwnOptionsWin() throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .handler("example.deeds.Flags::handle")
                .with(
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx100m -XX:+UseParallelGC -XX:TieredStopAtLevel=4 -XX:MaxMetaspaceSize=70m"
                                + " -Djava.io.tmpdir=/var/tmp -Dsome.text='with spaces' -XX:OnOutOfMemoryError='echo a b'")
                .start()) {
            String flags = environment.run(environment.ready(), "").text();

            assertThat(flags)
                    .contains("MaxHeapSize=104857600 ")
                    .contains("MaxMetaspaceSize=73400320 ")
                    .contains("TieredStopAtLevel=4 ")
                    .contains("UseSerialGC=false UseParallelGC=true ")
                    .contains("OnOutOfMemoryError=echo a b")
                    .contains("java.io.tmpdir=/var/tmp");
        }
    }

    @ParameterizedTest
    @CsvSource({"128, 80, 96, 32, 32, 224", "1769, 1577, 884, 442, 48, 1865"})
    void theJvmHasTheLimitsThatMemorySizeMeans(
            String memory, long heap, long metaspace, long direct, long codeCache, long data) throws Exception {
        try (TestEnvironment environment = new TestEnvironment()
                .handler("example.deeds.Flags::handle")
                .with("HEARTH_MEMORY_MB", memory)
                .start()) {
            String flags = environment.run(environment.ready(), "").text();
            String limits =
                    Files.readString(Path.of("/proc/" + environment.jvm().pid() + "/limits"));

            assertThat(flags)
                    .isEqualTo("\"MaxHeapSize=" + pages(heap) + " MaxMetaspaceSize=" + (metaspace << 20)
                            + " MaxDirectMemorySize=" + (direct << 20) + " ReservedCodeCacheSize=" + (codeCache << 20)
                            + " ThreadStackSize=1024 TieredStopAtLevel=1 UseSerialGC=true UseParallelGC=false OnOutOfMemoryError= java.io.tmpdir="
                            + environment.folder.resolve("tmp") + "\"");
            assertThat(limits)
                    .containsPattern("Max data size +" + (data << 20) + " +" + (data << 20))
                    .containsPattern("Max core file size +0 +0");
        }
    }

    /** The JVM rounds the heap up to its granule of 2 MB. */
    private static long pages(long megabytes) {
        return (megabytes + 1) / 2 * 2 << 20;
    }

    @ParameterizedTest
    @CsvSource({
        "128, 80, 96, 32, 32, 224",
        "256, 205, 128, 64, 32, 352",
        "512, 410, 256, 128, 48, 608",
        "1769, 1577, 884, 442, 48, 1865",
        "10240, 10048, 5120, 2560, 48, 10336"
    })
    void memorySizeIsSharedOut(String memory, int heap, int metaspace, int direct, int codeCache, int data)
            throws Exception {
        Process script = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "memory=" + memory + "; . \"$1\"; echo $memory_options; ulimit -d; ulimit -c",
                        "sh",
                        TrainedRuntime.home().resolve("memory").toString())
                .redirectErrorStream(true)
                .start();

        assertThat(script.inputReader().lines().toList())
                .containsExactly(
                        "-Xms8m -Xmx" + heap + "m -XX:MaxMetaspaceSize=" + metaspace + "m -XX:MaxDirectMemorySize="
                                + direct + "m -XX:ReservedCodeCacheSize=" + codeCache + "m -Xss1m",
                        Integer.toString(data * 1024),
                        "0");
    }
}

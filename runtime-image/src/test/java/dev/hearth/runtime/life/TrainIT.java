package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The AOT cache is made and used; a bad one is worth nothing and does no harm. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class TrainIT {
    @TempDir
    private Path scratch;

    @Test
    void leavesTheCacheAndNothingElse() throws Exception {
        assertThat(TrainedRuntime.aotCache()).isRegularFile();
        try (var files = Files.list(TrainedRuntime.home())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "hearth-runtime.jar",
                            "launcher",
                            "lib",
                            "memory",
                            "mounts",
                            "runtime.aot",
                            "security.properties",
                            "train",
                            "train.log",
                            "tunnel");
        }
    }

    @Test
    void startsUseTheCache() throws Exception {
        Path classes = scratch.resolve("classes");
        try (TestEnvironment environment = new TestEnvironment()
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes)
                .start()) {
            Exchange result = environment.run(environment.ready(), "say x");
            result.text();
            result.retire();
            environment.awaitEnd();

            assertThat(Files.readAllLines(classes))
                    .anyMatch(line -> line.contains("dev.hearth.runtime.RuntimeMain source: shared objects file"))
                    .noneMatch(line -> line.contains(" dev.hearth.") && line.contains("source: file:"))
                    .noneMatch(line -> line.contains(" com.amazonaws.") && line.contains("source: file:"));
        }
    }

    @Test
    void aMissingCacheDoesNoHarm() throws Exception {
        runs(scratch.resolve("missing.aot"));
    }

    @Test
    void anEmptyCacheDoesNoHarm() throws Exception {
        runs(Files.createFile(scratch.resolve("empty.aot")));
    }

    @Test
    void aCutCacheDoesNoHarm() throws Exception {
        Path cut = Files.copy(TrainedRuntime.aotCache(), scratch.resolve("cut.aot"));
        try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        runs(cut);
    }

    @Test
    void aCacheThatIsSomethingElseDoesNoHarm() throws Exception {
        runs(Files.writeString(scratch.resolve("text.aot"), "this is no cache\n".repeat(10_000)));
    }

    @Test
    void aCacheOfAnotherBuildDoesNoHarm() throws Exception {
        Path home = TrainedRuntime.copyTo(scratch.resolve("built anew"));
        Files.setLastModifiedTime(home.resolve("hearth-runtime.jar"), FileTime.fromMillis(1_000_000_000_000L));
        try (TestEnvironment environment = new TestEnvironment()
                .with("HEARTH_RUNTIME_HOME", home.toString())
                .start()) {
            assertThat(environment.run(environment.ready(), "say x").text()).isEqualTo("\"x\"");
        }
    }

    @Test
    void anotherCollectorDoesNoHarm() throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC").start()) {
            assertThat(environment.run(environment.ready(), "say x").text()).isEqualTo("\"x\"");
        }
    }

    private static void runs(Path cache) throws Exception {
        try (TestEnvironment environment =
                new TestEnvironment().with("HEARTH_AOT_CACHE", cache.toString()).start()) {
            assertThat(environment.run(environment.ready(), "say x").text()).isEqualTo("\"x\"");
        }
    }
}

package dev.hearth.runtime.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of the built runtime with an AOT cache, made once for all tests: starts take a third of the time with it. */
final class TrainedRuntime {
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final Path BUILT = Path.of("target/runtime").toAbsolutePath();

    private TrainedRuntime() {}

    /** The folder. */
    static Path home() {
        return Once.HOME;
    }

    static Path aotCache() {
        return home().resolve("runtime.aot");
    }

    /** A fresh copy without a cache. */
    static Path copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(BUILT)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(BUILT.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.endsWith("runtime.aot")) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return target;
    }

    /** Runs the script that makes the cache. */
    static void train(Path home) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh", home.resolve("train").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("train.log").toFile());
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        Process training = builder.start();
        try {
            assertThat(training.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(training.exitValue())
                    .as(Files.readString(home.resolve("train.log")))
                    .isZero();
        } finally {
            training.descendants().forEach(ProcessHandle::destroyForcibly);
            training.destroyForcibly();
        }
    }

    private static final class Once {
        static final Path HOME = make();

        private static Path make() {
            try {
                Path home =
                        Files.createDirectories(Path.of("target/life/runtime").toAbsolutePath());
                copyTo(home);
                train(home);
                return home;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

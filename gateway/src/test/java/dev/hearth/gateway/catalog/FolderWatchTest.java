package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    @TempDir
    Path folder;

    /** A user may have 128 watchers by default on Linux, and IDEs use many. */
    @Test
    void goesByTimeWhereTheSystemHasNoWatcherLeft() throws InterruptedException {
        try (FolderWatch watch = new FolderWatch(Optional::empty)) {
            watch.watch(List.of(folder));
            long start = System.nanoTime();

            watch.await(Duration.ofMillis(20));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        }
    }
}

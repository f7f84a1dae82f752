package dev.hearth.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherStateTest {
    @TempDir
    private Path folder;

    @Test
    void isTheLastWordAlone() {
        LauncherState state = new LauncherState(folder.resolve("state"));

        state.attached();
        assertThat(folder.resolve("state")).hasContent("attached\n");
        state.retired();
        assertThat(folder.resolve("state")).hasContent("retired\n");
    }

    @Test
    void isToldByAnInterruptedThreadToo() {
        LauncherState state = new LauncherState(folder.resolve("state"));

        Thread.currentThread().interrupt();
        try {
            state.retired();
        } finally {
            Thread.interrupted();
        }

        assertThat(folder.resolve("state")).hasContent("retired\n");
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        LauncherState state = new LauncherState(folder.resolve("missing/state"));

        assertThatThrownBy(state::attached)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing/state");
    }
}

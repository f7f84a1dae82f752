package dev.hearth.crds.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
    /** Maven runs tests in the module's folder. */
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    @Test
    void areWhatTheTypesSay() throws IOException {
        for (Map.Entry<Path, String> file : GeneratedFiles.contents().entrySet()) {
            Path path = REPOSITORY.resolve(file.getKey());
            if (Boolean.getBoolean("hearth.generate")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            assertThat(path)
                    .as("the types changed; run: " + GeneratedFiles.COMMAND)
                    .hasContent(file.getValue());
        }
    }
}

package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A jar as Lambda runs it: a folder, read-only, at {@code /var/task} where the machine allows mount namespaces. */
@ResourceLock("machine")
class PackagesE2E {
    private static final Instant BUILT = Instant.parse("2026-01-02T03:04:06Z");
    private static final String CLASS = "example/faults/Places.class";

    @TempDir
    private Path project;

    private HearthProcess hearth;
    private JsonNode places;

    @BeforeEach
    void up() throws Exception {
        Files.writeString(project.resolve("places.yaml"), """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: places}
                spec: {runtime: java21, handler: example.faults.Places, timeout: 10, code: {file: places.jar}}
                """);
        jar(project.resolve("places.jar"));
        hearth = HearthProcess.up(project);
        places = new ObjectMapper()
                .readTree(new Lambda(hearth.url()).invoke("places", "\"\"").body());
    }

    @AfterEach
    void down() {
        hearth.close();
    }

    @Test
    void whatRunsOnLambdaBecauseItIsAFolderThereRunsHere() {
        String taskRoot = text("taskRoot");

        assertThat(text("workingFolder")).isEqualTo(taskRoot);
        assertThat(text("codeSource")).isEqualTo("file:" + taskRoot + "/");
        assertThat(text("resourceAsFile")).isEqualTo("<p>");
        assertThat(text("relativeFile")).isEqualTo("true");
        assertThat(text("libraryPath")).contains(":" + taskRoot + ":" + taskRoot + "/lib:/opt/lib");
        assertThat(text("modified")).isEqualTo(Long.toString(BUILT.toEpochMilli()));
        if (taskRoot.equals("/var/task")) {
            assertThat(text("write")).isEqualTo("app.log: Read-only file system");
        }
    }

    private String text(String name) {
        return places.get(name).asText();
    }

    private static void jar(Path file) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
            add(jar, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
            add(jar, "./tpl/a.html", "<p>".getBytes(StandardCharsets.UTF_8));
            add(
                    jar,
                    CLASS,
                    Files.readAllBytes(HearthProcess.checkout().resolve("e2e/functions/target/classes/" + CLASS)));
        }
    }

    private static void add(ZipOutputStream jar, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(BUILT));
        jar.putNextEntry(entry);
        jar.write(content);
    }
}

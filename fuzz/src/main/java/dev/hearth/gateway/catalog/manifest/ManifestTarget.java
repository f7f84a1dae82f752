package dev.hearth.gateway.catalog.manifest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Files of manifests: every one gives results, whatever is in it, and a good one gives the same beans twice. */
public final class ManifestTarget implements Target {
    private final ManifestReader reader = new ManifestReader();
    private final ObjectMapper json = new ObjectMapper();
    private final Path file = new TemporaryFolder().path().resolve("manifest.yaml");

    @Override
    public void check(byte[] input) throws IOException {
        Files.write(file, input);
        List<ManifestResult> results = reader.read(file);
        Finding.unlessEqual(printed(reader.read(file)), printed(results), "is read differently the second time");
        for (ManifestResult result : results) {
            if (result instanceof ManifestResult.Invalid invalid) {
                Finding.unless(!invalid.problems().isEmpty(), "is invalid without a reason");
            }
        }
    }

    private String printed(List<ManifestResult> results) {
        return results.stream()
                .map(result -> switch (result) {
                    case ManifestResult.Valid valid ->
                        json.valueToTree(valid.function()).toString();
                    case ManifestResult.ValidAlias valid ->
                        json.valueToTree(valid.alias()).toString();
                    case ManifestResult.Invalid invalid -> invalid.toString();
                })
                .collect(Collectors.joining("\n"));
    }
}

package dev.hearth.gateway.catalog.manifest;

import java.nio.file.Path;
import java.util.List;

/** Reads the documents of a YAML file and validates those that are Hearth's. */
public final class ManifestReader {
    /** One result per document of Hearth's API group; documents of other groups are left out. */
    public List<ManifestResult> read(Path file) {
        return List.of();
    }
}

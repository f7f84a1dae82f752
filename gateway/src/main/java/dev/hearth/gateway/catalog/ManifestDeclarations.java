package dev.hearth.gateway.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads manifests into declarations. */
final class ManifestDeclarations {
    private final String region;

    ManifestDeclarations(String region) {
        this.region = region;
    }

    List<Declared> read(Path file) {
        var problem = new CatalogProblem(file, 1, "", "manifests are not supported yet in " + region);
        return List.of(new Declared.Bad(file, Optional.empty(), List.of(problem)));
    }
}

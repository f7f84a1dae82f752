package dev.hearth.gateway.catalog.manifest;

import dev.hearth.crds.Alias;
import dev.hearth.crds.Function;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What became of one YAML document that is, or means to be, one of Hearth's resources. */
public sealed interface ManifestResult {
    /**
     * A function that an API server would accept.
     *
     * @param function with all defaults applied
     * @param file where the document is
     * @param line where the document begins, from 1
     */
    record Valid(Function function, Path file, int line) implements ManifestResult {}

    /**
     * An alias that an API server would accept.
     *
     * @param alias with all defaults applied
     * @param file where the document is
     * @param line where the document begins, from 1
     */
    record ValidAlias(Alias alias, Path file, int line) implements ManifestResult {}

    /**
     * A document that would be refused, or a file that is no YAML.
     *
     * @param file where the document is
     * @param line where the document begins, from 1
     * @param problems at least one, in the order of their lines
     * @param name {@code metadata.name}, where it could be read
     * @param claim the function that it means to declare, where that could be read
     */
    record Invalid(Path file, int line, List<ManifestProblem> problems, Optional<String> name, Optional<Claim> claim)
            implements ManifestResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A function as a document names it that may be wrong otherwise.
     *
     * @param functionName Lambda's name
     */
    record Claim(String namespace, String functionName) {}
}

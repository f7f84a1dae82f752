package dev.hearth.gateway.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What has just become different in a catalog. */
public sealed interface CatalogChange {
    /**
     * A revision serves.
     *
     * @param before what served until now; it may have the same id, when only the reserved concurrency changed
     */
    record Served(Revision now, Optional<Revision> before) implements CatalogChange {}

    /** A function is no longer declared and serves no more. */
    record Removed(Revision before) implements CatalogChange {}

    /**
     * A declaration cannot be served, or is wrong in another way than before.
     *
     * @param file where it is declared
     * @param function its name, when that much can be read
     * @param claimed the function that callers would know, when that much can be read
     * @param servesOld whether its last good revision goes on serving
     */
    record Broken(
            Path file,
            Optional<String> function,
            Optional<FunctionKey> claimed,
            List<CatalogProblem> problems,
            boolean servesOld)
            implements CatalogChange {
        public Broken {
            problems = List.copyOf(problems);
        }

        /** One whose function cannot be read, or that is no function. */
        public Broken(Path file, Optional<String> function, List<CatalogProblem> problems, boolean servesOld) {
            this(file, function, Optional.empty(), problems, servesOld);
        }
    }

    /** A declaration that was broken is no longer: it is right or gone. If it serves something new, {@link Served} says so. */
    record Mended(Path file, Optional<String> function) implements CatalogChange {}
}

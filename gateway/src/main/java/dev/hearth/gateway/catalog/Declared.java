package dev.hearth.gateway.catalog;

import dev.hearth.crds.FunctionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One document of a manifest file that is meant for Hearth. */
sealed interface Declared {
    /** Manifest, absolute. */
    Path file();

    /** {@code metadata.name}, when it can be read. */
    Optional<String> name();

    /** The function that it declares or means to declare, when that much can be read. */
    default Optional<FunctionKey> claimed() {
        return Optional.empty();
    }

    /**
     * A valid function.
     *
     * @param line where it starts
     * @param resource {@code metadata.name}; the function's name may be another
     * @param codeFile its package, absolute; need not exist
     * @param codeSha256 that the package must have, lower-case hex; empty: any
     * @param spec what versions keep a part of
     * @param publishRequest each new value of it publishes a version
     */
    record Good(
            Path file,
            int line,
            String resource,
            Path codeFile,
            Optional<String> codeSha256,
            Configuration configuration,
            FunctionSpec spec,
            Optional<String> publishRequest)
            implements Declared {
        @Override
        public Optional<String> name() {
            return Optional.of(resource);
        }

        @Override
        public Optional<FunctionKey> claimed() {
            return Optional.of(FunctionKey.of(configuration.function()));
        }
    }

    /**
     * A valid alias.
     *
     * @param line where it starts
     * @param resource {@code metadata.name}
     * @param alias Lambda's name of it
     * @param provisioned environments that are kept initialised for its versions, 0: none
     */
    record Named(
            Path file,
            int line,
            String resource,
            FunctionKey function,
            String alias,
            AliasTarget target,
            int provisioned)
            implements Declared {
        @Override
        public Optional<String> name() {
            return Optional.of(resource);
        }
    }

    /** A document that breaks a rule. */
    record Bad(Path file, Optional<String> name, Optional<FunctionKey> claimed, List<CatalogProblem> problems)
            implements Declared {
        /** One that is no function, as far as can be read. */
        Bad(Path file, Optional<String> name, List<CatalogProblem> problems) {
            this(file, name, Optional.empty(), problems);
        }
    }
}

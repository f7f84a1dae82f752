package dev.hearth.runtime.conformance;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes of the test class path come from. */
final class ClassPath {
    private ClassPath() {}

    /** The folder or jar of a class. */
    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

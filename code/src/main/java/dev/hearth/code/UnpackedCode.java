package dev.hearth.code;

import java.nio.file.Path;

/**
 * A code package, ready to run.
 *
 * @param sha256 lower-case hex SHA-256 of the package as it was given
 * @param folder what Lambda calls the task root: classes and resources, and {@code lib/*.jar}
 */
public record UnpackedCode(String sha256, Path folder) {}

package dev.hearth.code;

import java.nio.file.Path;

/**
 * A code package as it was handed in.
 *
 * @param sha256 lower-case hex SHA-256 of the file
 */
public record StoredPackage(String sha256, Path file, long sizeBytes) {}

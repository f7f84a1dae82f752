package dev.hearth.code;

import java.nio.file.Path;

/**
 * A code package as it was handed in.
 *
 * @param sha256 lower-case hex SHA-256 of the file
 * @param plainJar whether it is used as one jar; else it is unpacked
 */
public record StoredPackage(String sha256, Path file, boolean plainJar, long sizeBytes) {}

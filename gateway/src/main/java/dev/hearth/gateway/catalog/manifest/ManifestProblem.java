package dev.hearth.gateway.catalog.manifest;

import java.nio.file.Path;

/**
 * One thing that is wrong with a manifest.
 *
 * @param file where the manifest is
 * @param line line of the field, from 1
 * @param field path such as {@code spec.memorySize}; empty when the file as a whole is unreadable
 * @param message value and broken rule in the API server's words, without the field, and how to mend it
 */
public record ManifestProblem(Path file, int line, String field, String message) {
    /** One line: {@code file:line: field: message}. */
    @Override
    public String toString() {
        String where = file + ":" + line + ": ";
        return field.isEmpty() ? where + message : where + field + ": " + message;
    }
}

package dev.hearth.gateway.catalog.manifest.schema;

/**
 * A rule that a resource breaks.
 *
 * @param field path such as {@code spec.memorySize}
 * @param message in the API server's words, with how to mend it
 * @param blocking whether rules in CEL make no sense until this is mended; an API server does not evaluate them then
 */
public record Violation(String field, String message, boolean blocking) {}

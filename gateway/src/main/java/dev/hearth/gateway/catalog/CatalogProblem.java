package dev.hearth.gateway.catalog;

import java.nio.file.Path;

/**
 * Why something that was declared does not serve.
 *
 * @param file manifest, absolute
 * @param line where to look, from 1
 * @param field path of the field, e.g. {@code spec.code.file}; empty when the whole document is meant
 * @param message what is wrong, with the value and the fix
 */
public record CatalogProblem(Path file, int line, String field, String message) {}

package dev.hearth.gateway.catalog.manifest.yaml;

/**
 * What makes a text no YAML, or no YAML that Kubernetes takes.
 *
 * @param line from 1
 * @param field where in the document; empty when the text as a whole is meant
 */
public record YamlProblem(int line, String field, String message) {}

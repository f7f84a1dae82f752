package dev.hearth.operator.gateway;

import java.util.Optional;

/**
 * Where the gateway leads an alias's invocations.
 *
 * @param generation the Alias's that says so
 * @param functionVersion {@code $LATEST} or a number
 * @param secondVersion gets a part of them; empty: there is none
 */
public record LedAnswer(long generation, String functionVersion, Optional<String> secondVersion) {}

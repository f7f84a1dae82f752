package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.Revision;

/**
 * Where an environment serves its own {@code /metrics}.
 *
 * @param revision what it runs
 * @param port of the environment's machine
 */
public record MetricsTarget(String environmentId, Revision revision, int port) {}

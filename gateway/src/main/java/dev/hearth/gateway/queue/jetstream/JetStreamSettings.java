package dev.hearth.gateway.queue.jetstream;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which streams events are kept in.
 *
 * @param server {@code nats://} or {@code tls://} with host and port; more of the same cluster are found by themselves
 * @param credentials folder of a Secret with {@code token}, or {@code username} and {@code password}; empty: none are needed
 * @param stream what their names begin with; made if they are not there
 * @param replicas 1, 3 or 5 servers that keep each event
 * @param maxBytes what the streams may hold, each its share, before no more events are accepted
 */
public record JetStreamSettings(URI server, Optional<Path> credentials, String stream, int replicas, long maxBytes) {}

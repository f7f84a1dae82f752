/** Accepted events in a stream of NATS JetStream, which replicates them. */
@NullMarked
package dev.hearth.gateway.queue.jetstream;

import org.jspecify.annotations.NullMarked;

/** Accepted events in streams of NATS JetStream, which replicates them. */
@NullMarked
package dev.hearth.gateway.queue.jetstream;

import org.jspecify.annotations.NullMarked;

/** Accepted events: the port that keeps them until they are done with. */
@NullMarked
package dev.hearth.gateway.queue;

import org.jspecify.annotations.NullMarked;

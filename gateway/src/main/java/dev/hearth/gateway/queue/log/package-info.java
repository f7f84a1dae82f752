/** Accepted events in a log of this machine: every record has a checksum, and nothing is acknowledged before it is on the disk. */
@NullMarked
package dev.hearth.gateway.queue.log;

import org.jspecify.annotations.NullMarked;

/** AWS's event-stream encoding: how the pieces of a streamed result are framed. */
@NullMarked
package dev.hearth.gateway.invoke.eventstream;

import org.jspecify.annotations.NullMarked;

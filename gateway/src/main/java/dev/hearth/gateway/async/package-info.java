/** Asynchronous invocation: accepts events, delivers them, tries again and says what became of them. */
@NullMarked
package dev.hearth.gateway.async;

import org.jspecify.annotations.NullMarked;

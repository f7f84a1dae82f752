/** One invocation after the other: what comes in, what the handler is told, what goes out. */
@NullMarked
package dev.hearth.runtime.invocation;

import org.jspecify.annotations.NullMarked;

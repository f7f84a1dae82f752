/** Events of asynchronous invocations: how fast they are safe, and what keeping them takes. */
@NullMarked
package dev.hearth.benchmarks.events;

import org.jspecify.annotations.NullMarked;

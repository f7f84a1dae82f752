/** The environment's own {@code /metrics}. */
@NullMarked
package dev.hearth.runtime.metrics;

import org.jspecify.annotations.NullMarked;

/** Answers the bytes it is sent. */
@NullMarked
package dev.hearth.benchmarks.functions;

import org.jspecify.annotations.NullMarked;

/** Greets by name: the smallest handler on plain Java types. */
@NullMarked
package dev.hearth.benchmarks.functions;

import org.jspecify.annotations.NullMarked;

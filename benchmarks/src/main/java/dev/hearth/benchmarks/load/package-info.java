/** Closed-loop HTTP/1.1 load and what it measured. */
@NullMarked
package dev.hearth.benchmarks.load;

import org.jspecify.annotations.NullMarked;

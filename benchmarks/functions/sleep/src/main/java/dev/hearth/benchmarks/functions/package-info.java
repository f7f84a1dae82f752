/** Takes 50 ms without using a CPU. */
@NullMarked
package dev.hearth.benchmarks.functions;

import org.jspecify.annotations.NullMarked;

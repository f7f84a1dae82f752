/** Takes 20 ms without using a CPU. */
@NullMarked
package dev.hearth.benchmarks.functions;

import org.jspecify.annotations.NullMarked;

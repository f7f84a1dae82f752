/** Hearth and its peers, measured in one run on one machine: the command line and the machine's description. */
@NullMarked
package dev.hearth.benchmarks;

import org.jspecify.annotations.NullMarked;

/** Server processes of a run: started, observed through /proc, ended by id. */
@NullMarked
package dev.hearth.benchmarks.process;

import org.jspecify.annotations.NullMarked;

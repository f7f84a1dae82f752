/** What is compared: Hearth and the ways to serve the same handler without it. */
@NullMarked
package dev.hearth.benchmarks.peer;

import org.jspecify.annotations.NullMarked;

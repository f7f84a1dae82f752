/** The four benchmarks: warm path, cold start, memory and overload. */
@NullMarked
package dev.hearth.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;

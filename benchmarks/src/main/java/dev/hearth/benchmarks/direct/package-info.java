/** The benchmark handlers outside of Hearth: in Google's function invoker and in a bare JVM. */
@NullMarked
package dev.hearth.benchmarks.direct;

import org.jspecify.annotations.NullMarked;

/** From a Function to what serves it: resolve, make what is missing, tell how it stands. */
@NullMarked
package dev.hearth.operator.function;

import org.jspecify.annotations.NullMarked;

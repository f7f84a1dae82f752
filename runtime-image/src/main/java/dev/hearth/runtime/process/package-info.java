/** This process: what it is doing, what it weighs, how it ends and what it tells its launcher. */
@NullMarked
package dev.hearth.runtime.process;

import org.jspecify.annotations.NullMarked;

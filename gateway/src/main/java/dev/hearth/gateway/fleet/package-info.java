/** Starts and stops environments: the Fleet port and its child-process adapter. */
@NullMarked
package dev.hearth.gateway.fleet;

import org.jspecify.annotations.NullMarked;

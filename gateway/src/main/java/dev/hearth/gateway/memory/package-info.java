/** Memory that is held for somebody: one budget, shared by dynamic thresholds. */
@NullMarked
package dev.hearth.gateway.memory;

import org.jspecify.annotations.NullMarked;

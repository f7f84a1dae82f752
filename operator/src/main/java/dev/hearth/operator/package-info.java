/** The control plane of Hearth. */
@NullMarked
package dev.hearth.operator;

import org.jspecify.annotations.NullMarked;

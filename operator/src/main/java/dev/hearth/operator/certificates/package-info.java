/** The certificates of an installation that has no other authority. */
@NullMarked
package dev.hearth.operator.certificates;

import org.jspecify.annotations.NullMarked;

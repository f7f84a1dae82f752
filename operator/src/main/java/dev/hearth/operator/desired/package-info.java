/** What shall be there for a function: pure functions of what was resolved. */
@NullMarked
package dev.hearth.operator.desired;

import org.jspecify.annotations.NullMarked;

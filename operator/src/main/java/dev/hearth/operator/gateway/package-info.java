/** What the operator asks the gateway. */
@NullMarked
package dev.hearth.operator.gateway;

import org.jspecify.annotations.NullMarked;

/** What only the gateway's own package can measure. */
@NullMarked
package dev.hearth.gateway.invoke;

import org.jspecify.annotations.NullMarked;

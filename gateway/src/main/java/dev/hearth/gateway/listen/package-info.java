/** Listening on addresses, and what to say when that cannot be had. */
@NullMarked
package dev.hearth.gateway.listen;

import org.jspecify.annotations.NullMarked;

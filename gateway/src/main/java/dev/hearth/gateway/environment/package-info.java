/** The gateway's side of the environment protocol. */
@NullMarked
package dev.hearth.gateway.environment;

import org.jspecify.annotations.NullMarked;

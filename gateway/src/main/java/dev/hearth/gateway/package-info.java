/** The data plane: Gateway wires everything; start reading there. */
@NullMarked
package dev.hearth.gateway;

import org.jspecify.annotations.NullMarked;

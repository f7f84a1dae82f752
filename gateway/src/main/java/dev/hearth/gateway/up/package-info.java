/** The command line: {@code hearth up} runs a gateway over a folder of manifests. */
@NullMarked
package dev.hearth.gateway.up;

import org.jspecify.annotations.NullMarked;

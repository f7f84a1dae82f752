/** How many environments a revision needs: pure functions, no clock, no Kubernetes, no HTTP. */
@NullMarked
package dev.hearth.scaling;

import org.jspecify.annotations.NullMarked;

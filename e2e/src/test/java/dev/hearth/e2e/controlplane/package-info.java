/** The operator beside a real API server without nodes: what is made, not what runs. */
@NullMarked
package dev.hearth.e2e.controlplane;

import org.jspecify.annotations.NullMarked;

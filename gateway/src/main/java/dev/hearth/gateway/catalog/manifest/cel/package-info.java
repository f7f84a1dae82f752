/**
 * The part of the Common Expression Language that the resource definitions' rules are written in, with the functions
 * Kubernetes adds. Starts in milliseconds, which a general implementation does not.
 */
@NullMarked
package dev.hearth.gateway.catalog.manifest.cel;

import org.jspecify.annotations.NullMarked;

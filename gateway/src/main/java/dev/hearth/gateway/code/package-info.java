/** Code of functions in a cluster: read from where their manifests say, checked, kept by SHA-256. */
@NullMarked
package dev.hearth.gateway.code;

import org.jspecify.annotations.NullMarked;

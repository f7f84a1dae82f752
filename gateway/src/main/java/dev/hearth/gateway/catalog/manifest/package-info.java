/** Reads manifests from YAML and judges them by the same schema and CEL rules as a Kubernetes API server does. */
@NullMarked
package dev.hearth.gateway.catalog.manifest;

import org.jspecify.annotations.NullMarked;

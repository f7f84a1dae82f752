/** What a user of a cluster sees: YAML and HTTPS only, on a real Kubernetes. */
@NullMarked
package dev.hearth.e2e.cluster;

import org.jspecify.annotations.NullMarked;

/** Hearth on the Kubernetes that {@code e2e/cluster} starts, beside what that Kubernetes costs without it. */
@NullMarked
package dev.hearth.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;

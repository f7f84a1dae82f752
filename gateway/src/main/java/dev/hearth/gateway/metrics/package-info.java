/** The gateway's numbers in Lambda's vocabulary, as Prometheus metrics. */
@NullMarked
package dev.hearth.gateway.metrics;

import org.jspecify.annotations.NullMarked;

/** A handler with the AWS SDK and Jackson on its class path. */
@NullMarked
package dev.hearth.benchmarks.functions;

import org.jspecify.annotations.NullMarked;

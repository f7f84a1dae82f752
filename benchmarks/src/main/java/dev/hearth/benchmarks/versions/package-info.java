/** Versions, aliases and concurrency: how fast an alias moves, what routing costs, whether callers are treated alike. */
@NullMarked
package dev.hearth.benchmarks.versions;

import org.jspecify.annotations.NullMarked;

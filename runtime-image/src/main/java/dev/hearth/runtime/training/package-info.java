/** A life of this runtime to record: what it loads then, later starts find prepared in the AOT cache. */
@NullMarked
package dev.hearth.runtime.training;

import org.jspecify.annotations.NullMarked;

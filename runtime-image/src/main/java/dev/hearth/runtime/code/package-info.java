/** Where a function's code comes from: a folder of this machine, or the gateway. */
@NullMarked
package dev.hearth.runtime.code;

import org.jspecify.annotations.NullMarked;

/** The execution environment's Java side: attaches to a gateway, loads the handler and answers invocations. */
@NullMarked
package dev.hearth.runtime;

import org.jspecify.annotations.NullMarked;

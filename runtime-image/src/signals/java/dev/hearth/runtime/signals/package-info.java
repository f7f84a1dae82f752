/** What SIGTERM does. */
@NullMarked
package dev.hearth.runtime.signals;

import org.jspecify.annotations.NullMarked;

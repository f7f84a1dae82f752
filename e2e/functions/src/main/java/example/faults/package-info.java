/** Handlers that behave well and badly. */
@NullMarked
package example.faults;

import org.jspecify.annotations.NullMarked;

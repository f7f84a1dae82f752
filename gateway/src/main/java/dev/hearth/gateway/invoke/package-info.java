/** Lambda's Invoke API over HTTP: requests in, Lambda's answers and errors out. */
@NullMarked
package dev.hearth.gateway.invoke;

import org.jspecify.annotations.NullMarked;

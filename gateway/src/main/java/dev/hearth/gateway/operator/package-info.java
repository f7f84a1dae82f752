/** What the operator asks the gateway: code to be pinned, and what is served. */
@NullMarked
package dev.hearth.gateway.operator;

import org.jspecify.annotations.NullMarked;

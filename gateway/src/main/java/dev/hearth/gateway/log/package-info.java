/** What keeps the log readable whoever causes its lines. */
@NullMarked
package dev.hearth.gateway.log;

import org.jspecify.annotations.NullMarked;

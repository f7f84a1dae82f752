/** Which environment runs which invocation: permits, waiting room, idle stack, time-outs. */
@NullMarked
package dev.hearth.gateway.dispatch;

import org.jspecify.annotations.NullMarked;

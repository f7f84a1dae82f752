/** The user's handler: its code and class loader, how it is found, called and how its failures are worded. */
@NullMarked
package dev.hearth.runtime.handler;

import org.jspecify.annotations.NullMarked;

/** Function code: reads a source, verifies it, unpacks it safely and addresses it by SHA-256. */
@NullMarked
package dev.hearth.code;

import org.jspecify.annotations.NullMarked;

/** What a gateway and an environment say to each other: paths, headers and commands. */
@NullMarked
package dev.hearth.protocol;

import org.jspecify.annotations.NullMarked;

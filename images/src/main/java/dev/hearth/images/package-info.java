/** Hearth's container images. */
@NullMarked
package dev.hearth.images;

import org.jspecify.annotations.NullMarked;

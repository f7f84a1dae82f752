/** What the AOT caches of gateway and operator learn from: both run for a moment against an API server made for it. */
@NullMarked
package dev.hearth.images.training;

import org.jspecify.annotations.NullMarked;

/** Which functions exist: the Catalog port and its folder adapter. */
@NullMarked
package dev.hearth.gateway.catalog;

import org.jspecify.annotations.NullMarked;

/** Judges resources by a CustomResourceDefinition: types, limits, defaults and CEL rules, as an API server does. */
@NullMarked
package dev.hearth.gateway.catalog.manifest.schema;

import org.jspecify.annotations.NullMarked;

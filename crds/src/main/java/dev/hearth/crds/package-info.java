/** The custom resources of lambda.hearth.dev: plain types, schema, CEL rules and defaults. */
@NullMarked
package dev.hearth.crds;

import org.jspecify.annotations.NullMarked;

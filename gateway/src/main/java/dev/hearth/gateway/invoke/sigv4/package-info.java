/** Signature Version 4 of AWS, checked. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. */
@NullMarked
package dev.hearth.gateway.invoke.sigv4;

import org.jspecify.annotations.NullMarked;

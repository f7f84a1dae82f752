/** Parsers under a coverage-guided fuzzer: targets, their budget and their corpus. Each target lies in its parser's package. */
@NullMarked
package dev.hearth.fuzz;

import org.jspecify.annotations.NullMarked;

/** Tables, goals and their Markdown and JSON forms. */
@NullMarked
package dev.hearth.benchmarks.report;

import org.jspecify.annotations.NullMarked;

/** What a function's log shows: the user's lines, the platform's START, END and REPORT, and the tail a caller may ask for. */
@NullMarked
package dev.hearth.runtime.log;

import org.jspecify.annotations.NullMarked;

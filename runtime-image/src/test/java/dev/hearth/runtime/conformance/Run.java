package dev.hearth.runtime.conformance;

import java.util.List;

/**
 * What one process answered.
 *
 * @param ended whether it ended by itself, after its last answer
 */
record Run(List<Answer> answers, boolean ended, String log) {}

package dev.hearth.runtime.conformance;

import java.util.List;

/**
 * What one process answered.
 *
 * @param ended whether it ended by itself, after its last answer
 * @param log as one character per byte
 */
record Run(List<Answer> answers, boolean ended, String log) {}

package dev.hearth.operator.function;

import dev.hearth.operator.desired.ResolvedFunction;

/** What looking up everything that a function refers to comes to. */
sealed interface Resolution {
    record Resolved(ResolvedFunction function) implements Resolution {}

    record Blocked(Obstacle obstacle) implements Resolution {}
}

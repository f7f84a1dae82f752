package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.queue.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** Something that a destination is to get for an event that is done with. */
public record Debt(Kind kind, Destination to) {
    /** What it gets. */
    public enum Kind {
        DEAD_LETTER,
        ON_FAILURE,
        ON_SUCCESS
    }

    /** All that is owed for an event that ended like this. */
    static Stream<Debt> of(EventPolicy policy, Outcome.Condition condition) {
        return condition == Outcome.Condition.Success
                ? debt(Kind.ON_SUCCESS, policy.onSuccess())
                : Stream.concat(
                        debt(Kind.DEAD_LETTER, policy.deadLetters()), debt(Kind.ON_FAILURE, policy.onFailure()));
    }

    private static Stream<Debt> debt(Kind kind, Optional<Destination> to) {
        return to.map(there -> new Debt(kind, there)).stream();
    }
}

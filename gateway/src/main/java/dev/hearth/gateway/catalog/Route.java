package dev.hearth.gateway.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the invocations of a qualifier go: to one revision, or to two that share them.
 *
 * @param revision gets what the second does not
 * @param second of an alias with weights
 * @param events what becomes of asynchronous invocations, but for the dead letters of each version
 */
public record Route(Revision revision, Optional<Share> second, EventPolicy events) {
    /**
     * A part of the invocations.
     *
     * @param weight 0 to 1
     */
    public record Share(Revision revision, double weight) {}

    /** All to one. */
    public static Route to(Revision revision) {
        return new Route(revision, Optional.empty(), revision.events());
    }

    /**
     * Which of them an invocation goes to.
     *
     * @param draw evenly distributed over 0 (included) to 1 (excluded)
     */
    public Revision choose(double draw) {
        return second.isPresent() && draw < second.get().weight() ? second.get().revision() : revision;
    }

    /** What becomes of an event that one of them gets. */
    public EventPolicy events(Revision chosen) {
        return events.of(chosen);
    }

    List<Revision> revisions() {
        return Stream.concat(Stream.of(revision), second.map(Share::revision).stream())
                .toList();
    }
}

package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.queue.AcceptedEvent;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Finds what an event is to be run by now: an alias may lead elsewhere than when it was accepted. */
public final class Targets {
    private final Catalog catalog;
    private final DoubleSupplier draws;

    /** @param draws evenly distributed over 0 (included) to 1 (excluded): they choose between the versions of an alias */
    public Targets(Catalog catalog, DoubleSupplier draws) {
        this.catalog = catalog;
        this.draws = draws;
    }

    /** What runs an event, and how often it is tried. */
    record Target(Revision revision, String invokedArn, EventPolicy policy) {
        /** Its reserved concurrency is 0: nothing runs until that changes. */
        boolean isBlocked() {
            return revision.reservedConcurrency().orElse(1) == 0;
        }

        Invocation invocation(AcceptedEvent event) {
            return new Invocation(
                    event.requestId(),
                    revision,
                    invokedArn,
                    event.payload(),
                    Optional.empty(), // Lambda passes it to synchronous invocations only
                    Optional.of(event.traceHeader()),
                    false,
                    false);
        }
    }

    /** Empty: there is no such function, version or alias now. */
    Optional<Target> find(AcceptedEvent event) {
        String account = event.function().accountId();
        String name = event.function().name();
        if (event.qualifier().isEmpty()) {
            return catalog.find(account, name)
                    .map(latest -> target(latest, latest.function().arn()));
        }
        String qualifier = event.qualifier().get();
        return catalog.route(account, name, qualifier)
                .map(this::chosen)
                .map(revision -> target(revision, revision.function().arn() + ":" + qualifier));
    }

    private Revision chosen(Route route) {
        return route.choose(draws.getAsDouble());
    }

    private static Target target(Revision revision, String arn) {
        return new Target(revision, arn, EventPolicy.DEFAULT);
    }
}

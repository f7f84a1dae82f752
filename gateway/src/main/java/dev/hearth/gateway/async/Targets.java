package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.memory.Holding;
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

        /** @param result memory that the result takes, closed once it is kept */
        Invocation invocation(AcceptedEvent event, Holding result) {
            return new Invocation(
                    event.requestId(),
                    revision,
                    invokedArn,
                    event.payload(),
                    Optional.empty(), // Lambda passes it to synchronous invocations only
                    Optional.of(Lineage.passing(event.traceHeader(), event.function())),
                    false,
                    false,
                    result);
        }
    }

    /** Empty: there is no such function, version or alias now. */
    Optional<Target> find(AcceptedEvent event) {
        String suffix = event.qualifier().map(":"::concat).orElse("");
        return route(event.function(), event.qualifier()).map(found -> target(found, suffix));
    }

    /** What becomes of events now. Empty: there is no such function, version or alias. */
    Optional<EventPolicy> policy(FunctionId function, Optional<String> qualifier) {
        return route(function, qualifier).map(route -> route.events(route.revision()));
    }

    private Optional<Route> route(FunctionId function, Optional<String> qualifier) {
        return qualifier.isEmpty()
                ? catalog.find(function.accountId(), function.name()).map(Route::to)
                : catalog.route(function.accountId(), function.name(), qualifier.get());
    }

    private Target target(Route route, String suffix) {
        Revision chosen = route.choose(draws.getAsDouble());
        return new Target(chosen, chosen.function().arn() + suffix, route.events(chosen));
    }
}

package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** Invokes a function asynchronously with a record. */
final class FunctionSender {
    /** Lambda's limit of an event. */
    private static final int MOST_BYTES = 1 << 20;

    private final Catalog catalog;
    private final EventAcceptor acceptor;
    private final InstantSource clock;

    FunctionSender(Catalog catalog, EventAcceptor acceptor, InstantSource clock) {
        this.catalog = catalog;
        this.acceptor = acceptor;
        this.clock = clock;
    }

    void send(Destination.OfFunction to, AcceptedEvent event, byte[] record) throws IOException {
        if (record.length > MOST_BYTES) {
            throw new Undeliverable("the record has " + record.length + " bytes, and an event at most " + MOST_BYTES);
        }
        if (to.name().equals(event.function().name())) {
            throw new Undeliverable("You can't specify the function as a destination for itself.");
        }
        AcceptedEvent next = new AcceptedEvent(
                UUID.randomUUID().toString(),
                function(to, event),
                to.qualifier(),
                Lineage.passing(event.traceHeader(), event.function()),
                clock.instant(),
                record);
        try {
            acceptor.accept(next).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException("its event cannot be kept: " + e.getCause(), e);
        }
    }

    /** It may be made later. */
    private FunctionId function(Destination.OfFunction to, AcceptedEvent event) throws IOException {
        String account = event.function().accountId();
        Optional<FunctionId> found = to.qualifier().isEmpty()
                ? catalog.find(account, to.name()).map(Revision::function)
                : catalog.route(account, to.name(), to.qualifier().get())
                        .map(route -> route.revision().function());
        return found.orElseThrow(() -> new IOException("there is no " + to));
    }
}

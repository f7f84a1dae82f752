package dev.hearth.gateway;

import dev.hearth.gateway.async.DeliveryLimits;
import dev.hearth.gateway.async.EventMemory;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.destinations.Destinations;
import dev.hearth.gateway.destinations.SecretFolder;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.metrics.GatewayMetrics;
import dev.hearth.gateway.queue.log.EventLog;
import dev.hearth.gateway.queue.log.FolderInUse;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** Asynchronous invocations of one machine, in a log that is this process's. */
final class LocalEvents {
    private LocalEvents() {}

    /** Opens what is kept. If it cannot, it accepts nothing and says why. */
    static AsyncEvents open(GatewaySettings settings, Catalog catalog, Dispatcher dispatcher, GatewayMetrics metrics) {
        try {
            return DeliveredEvents.of(
                    EventLog.open(settings.events(), settings.eventBytes()),
                    new DeliveredEvents.Delivery(
                            catalog,
                            dispatcher,
                            acceptor ->
                                    Destinations.ofThisMachine(catalog, acceptor, new SecretFolder(settings.secrets())),
                            metrics,
                            settings.eventRetryWait(),
                            new DeliveryLimits(
                                    settings.accountConcurrency(),
                                    settings.eventBytes() / 4,
                                    EventMemory.ofThisProcess())));
        } catch (IOException e) {
            LoggerFactory.getLogger(LocalEvents.class)
                    .atWarn()
                    .setMessage("asynchronous invocations are refused")
                    .addKeyValue("why", e.getMessage())
                    .log();
            return new RefusedEvents(
                    e instanceof FolderInUse
                            ? "another Hearth on this machine serves the same folders and has their queue"
                            : "the queue of events cannot be opened; the log of this Hearth says why");
        }
    }
}

package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.time.InstantSource;

/** Sends records to every kind of destination. What it takes for a kind is made when it is first needed. */
public final class Destinations implements RecordSender, AutoCloseable {
    private final FunctionSender functions;
    private final HttpSender urls;
    private final SqsSender queues;
    private final NatsSender subjects;

    private Destinations(Catalog catalog, EventAcceptor acceptor, Secrets secrets, Reach reach, boolean lendsOwn) {
        functions = new FunctionSender(catalog, acceptor, InstantSource.system());
        urls = new HttpSender(secrets, reach);
        queues = new SqsSender(secrets, reach, lendsOwn);
        subjects = new NatsSender(secrets, reach);
    }

    /**
     * Queues that name no secret get the AWS credentials of whoever runs Hearth.
     *
     * @param acceptor takes events for functions
     */
    public static Destinations ofThisMachine(Catalog catalog, EventAcceptor acceptor, Secrets secrets) {
        return new Destinations(catalog, acceptor, secrets, Reach.everything(), true);
    }

    /**
     * Queues must name a secret: the gateway's own credentials are nobody's to use.
     *
     * @param acceptor takes events for functions
     */
    public static Destinations ofCluster(Catalog catalog, EventAcceptor acceptor, Secrets secrets, Reach reach) {
        return new Destinations(catalog, acceptor, secrets, reach, false);
    }

    @Override
    public void send(Debt.Kind kind, Destination to, AcceptedEvent event, Outcome outcome) throws IOException {
        try {
            sendTo(to, kind, event, outcome);
        } catch (
                StackOverflowError
                        e) { // of a client that reads an answer: its server's doing, and not the end of this thread
            throw new IOException("the answer is nested too deep to be read", e);
        }
    }

    private void sendTo(Destination to, Debt.Kind kind, AcceptedEvent event, Outcome outcome) throws IOException {
        switch (to) {
            case Destination.OfFunction function ->
                functions.send(function, event, InvocationRecord.of(event, outcome));
            case Destination.Url url -> urls.send(kind, url, event, outcome);
            case Destination.Queue queue -> queues.send(kind, queue, event, outcome);
            case Destination.Subject subject -> subjects.send(kind, subject, event, outcome);
        }
    }

    @Override
    public void close() {
        urls.close();
        queues.close();
        subjects.close();
    }
}

package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.queue.EventAcceptor;
import java.util.Optional;

/** What all connections of a server share. */
record Front(
        InvokeSettings settings,
        Planner planner,
        EventJson json,
        Responses responses,
        EventStreamEncoder eventStream,
        BodyBudget budget,
        Dispatcher dispatcher,
        Optional<EventAcceptor> events,
        InvokeMetrics metrics,
        Connections connections) {}

package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.memory.GatewayMemory;
import java.util.Optional;

/** What all connections of a server share. */
record Front(
        InvokeSettings settings,
        Planner planner,
        EventJson json,
        Responses responses,
        EventStreamEncoder eventStream,
        GatewayMemory memory,
        Dispatcher dispatcher,
        Optional<Events> events,
        InvokeMetrics metrics,
        Connections connections) {}

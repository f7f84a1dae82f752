package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.GatewayMemory;
import java.util.Optional;

/**
 * Parts that all connections of a server share.
 *
 * @param logTurns of failures that callers may cause as often as they like
 */
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
        Connections connections,
        LogTurns<Class<?>> logTurns) {}

package dev.hearth.gateway.queue.jetstream;

import dev.hearth.gateway.catalog.FunctionId;

/**
 * The part of the stream that a function's events are in. Their number never changes, so that gateways can share the stream without
 * moving an event: one consumer for each, never one for each function.
 */
final class Shard {
    static final int COUNT = 16;

    private Shard() {}

    /** {@code <stream>.<shard>.<request id>}. */
    static String subject(String stream, FunctionId function, String requestId) {
        int shard = Math.floorMod((function.accountId() + "/" + function.name()).hashCode(), COUNT);
        return stream + "." + shard + "." + requestId;
    }
}

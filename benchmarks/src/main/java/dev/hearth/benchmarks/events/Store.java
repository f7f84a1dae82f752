package dev.hearth.benchmarks.events;

import java.util.concurrent.CompletionStage;

/** Something that keeps events. */
interface Store extends AutoCloseable {
    /** Completes when the event would outlive a loss of power. */
    CompletionStage<?> keep(byte[] event);

    @Override
    void close();
}

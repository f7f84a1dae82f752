package dev.hearth.benchmarks.events;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Hearth's log, without a gateway before it. */
final class LogStore implements Store {
    private static final long ROOM = 16L << 30;
    private static final FunctionId FUNCTION = new FunctionId("us-east-1", "000000000000", "default", "hello");
    private static final String TRACE = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0";

    private final EventLog log;

    LogStore(Path folder) throws IOException {
        log = EventLog.open(folder, ROOM);
        log.recover(_ -> {});
    }

    @Override
    public CompletionStage<?> keep(byte[] event) {
        return log.accept(new AcceptedEvent(
                UUID.randomUUID().toString(), FUNCTION, Optional.empty(), TRACE, Instant.now(), event));
    }

    @Override
    public void close() {
        log.close();
    }
}

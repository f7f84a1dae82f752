package dev.hearth.gateway;

import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Busy;
import dev.hearth.gateway.queue.FailedEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** There is no queue: nothing is accepted. */
record RefusedEvents(String why) implements AsyncEvents {
    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        return CompletableFuture.failedStage(new Busy(why));
    }

    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        throw new Busy(why);
    }

    @Override
    public int count(FunctionKey function) {
        return 0;
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        return CompletableFuture.failedStage(new Busy(why));
    }

    @Override
    public void tick() {}

    @Override
    public void stop() {}

    @Override
    public void awaitQuiet(Duration patience) {}

    @Override
    public void close() {}
}

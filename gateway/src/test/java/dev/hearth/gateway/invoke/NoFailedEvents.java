package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.FailedEvents;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nothing was ever given up. */
final class NoFailedEvents implements FailedEvents {
    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) {
        return List.of();
    }

    @Override
    public int count(FunctionKey function) {
        return 0;
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        return CompletableFuture.completedStage(0);
    }
}

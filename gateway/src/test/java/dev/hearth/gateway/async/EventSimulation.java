package dev.hearth.gateway.async;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.MemoryQueue;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** With a queue in memory, a dispatcher that answers as it is told and time that is moved by hand. */
abstract class EventSimulation {
    static final Answer SUCCESS = new Answer.Success(new byte[0], Optional.empty());
    static final Answer ERROR = new Answer.FunctionError("E", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty());
    static final Answer THROTTLED = new Answer.Throttled(
            Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded, Duration.ofSeconds(1));
    static final int MOST_FAILED = 33;
    static final long MOST_FAILED_BYTES = MOST_FAILED * (Settled.OVERHEAD + 3) + 1;
    static final Destination QUEUE = Destination.of(declared("arn:aws:sqs:us-east-1:000000000000:q"));
    static final Destination URL = Destination.of(declared("https://example.com/hook"));
    static final Answer LOST = new Answer.Unavailable(Answer.Cause.ENVIRONMENT_LOST, "");

    final MemoryQueue queue = new MemoryQueue();
    EventMemory memory = new EventMemory(1L << 30);
    final Map<String, Revision> functions = new HashMap<>();
    final List<Tried> tried = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    final List<String> undelivered = new ArrayList<>();
    final List<String> discarded = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    /** Events of which no destination takes a record. */
    Predicate<AcceptedEvent> refused = _ -> false;

    Function<Destination, Optional<IOException>> destinations = _ -> Optional.empty();
    final List<Dispatcher.Caller> unanswered = new ArrayList<>();
    Function<Invocation, Optional<Answer>> answers = _ -> Optional.of(SUCCESS);
    boolean waits;
    int lookups;
    long nanos = 1_000_000_000_000L;
    Instant wall = Instant.parse("2026-11-29T12:00:00Z");
    long start = nanos;
    EventDelivery delivery = delivery();

    /** @param seconds since the start */
    record Tried(String requestId, String function, long seconds) {}

    /** @param seconds since the start */
    record Sent(Debt.Kind kind, Destination to, String requestId, Outcome.Condition condition, long seconds) {}

    private static dev.hearth.crds.Destination declared(String text) {
        dev.hearth.crds.Destination declared = new dev.hearth.crds.Destination();
        declared.setDestination(text);
        return declared;
    }

    static EventPolicy policy(int retries, Duration age) {
        return new EventPolicy(retries, age, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Each may be null: there is none. */
    static EventPolicy policy(
            @Nullable Destination onSuccess, @Nullable Destination onFailure, @Nullable Destination deadLetters) {
        return new EventPolicy(
                0,
                Duration.ofHours(6),
                Optional.ofNullable(onSuccess),
                Optional.ofNullable(onFailure),
                Optional.ofNullable(deadLetters));
    }

    void configure(String function, EventPolicy policy) {
        functions.put(function, Revisions.withEvents(Revisions.of(function), policy));
    }

    void send(Debt.Kind kind, Destination to, AcceptedEvent event, Outcome outcome) throws IOException {
        Optional<IOException> failure =
                refused.test(event) ? Optional.of(new IOException("not this one")) : destinations.apply(to);
        if (failure.isPresent()) {
            throw failure.get();
        }
        sent.add(new Sent(kind, to, event.requestId(), outcome.condition(), (nanos - start) / 1_000_000_000));
    }

    static FunctionKey key(String function) {
        return FunctionKey.of(Revisions.function(function));
    }

    List<FailedEvent> failed(String function) throws IOException {
        return delivery.list(key(function), Optional.empty(), 100);
    }

    private final class Functions implements Catalog {
        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            lookups++;
            return Optional.ofNullable(functions.get(functionName));
        }

        @Override
        public Collection<Revision> all() {
            return functions.values();
        }
    }

    EventDelivery delivery() {
        return new EventDelivery(
                queue,
                new Targets(new Functions(), () -> 0),
                this::dispatch,
                this::send,
                new Dropped(),
                new Clocks(() -> nanos, () -> wall),
                RetrySchedule.LAMBDA,
                Runnable::run,
                new DeliveryLimits(1_000, MOST_FAILED_BYTES, memory));
    }

    Dispatcher.InFlight dispatch(Invocation invocation, Dispatcher.Caller caller) {
        tried.add(new Tried(
                invocation.requestId(), invocation.revision().function().name(), (nanos - start) / 1_000_000_000));
        Optional<Answer> answer = answers.apply(invocation);
        if (!answer.equals(Optional.of(THROTTLED)) && !waits) {
            caller.begins().ifPresent(first -> first.toCompletableFuture().join());
        }
        answer.ifPresentOrElse(caller::answered, () -> unanswered.add(caller));
        return new Dispatcher.InFlight() {
            @Override
            public void abandon() {}

            @Override
            public void flow(boolean open) {}
        };
    }

    private final class Dropped implements AsyncMetrics {
        @Override
        public void received(FunctionId function) {}

        @Override
        public void attempted(FunctionId function, long ageNanos) {}

        @Override
        public void coldStart(Revision revision, ColdStart phases) {}

        @Override
        public void answered(Revision revision, Answer answer, long nanos) {}

        @Override
        public void retried(FunctionId function) {}

        @Override
        public void dropped(FunctionId function, String reason) {
            dropped.add(function.name() + " " + reason);
        }

        @Override
        public void delivered(FunctionId function, Debt.Kind what) {}

        @Override
        public void undelivered(FunctionId function, Debt.Kind what) {
            undelivered.add(function.name() + " " + what);
        }

        @Override
        public void discarded(FunctionId function, String reason) {
            discarded.add(function.name() + " " + reason);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        delivery.recover();
        functions.put("f", Revisions.of("f"));
    }

    void accept(String id, String function) {
        accept(id, Revisions.function(function));
    }

    void accept(String id, FunctionId function) {
        AcceptedEvent event = new AcceptedEvent(id, function, Optional.empty(), "Root=1", wall, new byte[] {'1'});
        delivery.accept(event).toCompletableFuture().join();
    }

    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            long step = Math.min(1_000_000_000L, end - nanos);
            nanos += step;
            wall = wall.plusNanos(step);
            delivery.tick();
        }
    }

    /** Another process, with what the queue has kept. */
    void restart() throws IOException {
        delivery.stop();
        delivery = delivery();
        delivery.recover();
        delivery.tick();
    }

    List<Long> seconds() {
        return tried.stream().map(Tried::seconds).toList();
    }
}

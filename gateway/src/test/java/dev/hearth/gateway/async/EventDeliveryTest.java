package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.MemoryQueue;
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
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a queue in memory, a dispatcher that answers as it is told and time that is moved by hand. */
class EventDeliveryTest {
    private static final Answer SUCCESS = new Answer.Success(new byte[0], Optional.empty());
    private static final Answer ERROR =
            new Answer.FunctionError("E", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty());
    private static final Answer THROTTLED = new Answer.Throttled(
            Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded, Duration.ofSeconds(1));
    private static final Answer LOST = new Answer.Unavailable(Answer.Cause.ENVIRONMENT_LOST, "");

    private final MemoryQueue queue = new MemoryQueue();
    private final Map<String, Revision> functions = new HashMap<>();
    private final List<Tried> tried = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<Dispatcher.Caller> unanswered = new ArrayList<>();
    private Function<Invocation, Optional<Answer>> answers = _ -> Optional.of(SUCCESS);
    private boolean waits;
    private long nanos = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-11-29T12:00:00Z");
    private long start = nanos;
    private EventDelivery delivery = delivery();

    /** @param seconds since the start */
    private record Tried(String requestId, String function, long seconds) {}

    private final class Functions implements Catalog {
        @Override
        public Optional<Revision> find(String accountId, String functionName) {
            return Optional.ofNullable(functions.get(functionName));
        }

        @Override
        public Collection<Revision> all() {
            return functions.values();
        }
    }

    private EventDelivery delivery() {
        return new EventDelivery(
                queue,
                new Targets(new Functions(), () -> 0),
                this::dispatch,
                new Dropped(),
                new Clocks(() -> nanos, () -> wall),
                RetrySchedule.LAMBDA,
                Runnable::run,
                1_000);
    }

    private Dispatcher.InFlight dispatch(Invocation invocation, Dispatcher.Caller caller) {
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
    }

    @BeforeEach
    void begin() throws IOException {
        delivery.recover();
        functions.put("f", Revisions.of("f"));
    }

    private void accept(String id, String function) {
        AcceptedEvent event =
                new AcceptedEvent(id, Revisions.function(function), Optional.empty(), "Root=1", wall, new byte[] {'1'});
        delivery.accept(event).toCompletableFuture().join();
    }

    private void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            long step = Math.min(1_000_000_000L, end - nanos);
            nanos += step;
            wall = wall.plusNanos(step);
            delivery.tick();
        }
    }

    /** Another process, with what the queue has kept. */
    private void restart() throws IOException {
        delivery.stop();
        delivery = delivery();
        delivery.recover();
        delivery.tick();
    }

    private List<Long> seconds() {
        return tried.stream().map(Tried::seconds).toList();
    }

    @Test
    void deliversAtOnce() {
        accept("r1", "f");

        assertThat(tried).containsExactly(new Tried("r1", "f", 0));
        assertThat(queue.size()).isZero();
        assertThat(dropped).isEmpty();
    }

    @Test
    void triesAgainAfterOneAndTwoMinutesWithTheSameRequestId() {
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");

        pass(Duration.ofHours(1));

        assertThat(tried).containsExactly(new Tried("r1", "f", 0), new Tried("r1", "f", 60), new Tried("r1", "f", 180));
        assertThat(dropped).containsExactly("f RetriesExhausted");
        assertThat(queue.size()).isZero();
    }

    @Test
    void waitsTwiceAsLongEachTimeWhileThereIsNoRoom() {
        answers = _ -> Optional.of(THROTTLED);
        accept("r1", "f");

        pass(Duration.ofMinutes(30));
        assertThat(seconds()).startsWith(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 511L, 811L, 1_111L, 1_411L);
        answers = _ -> Optional.of(ERROR);
        tried.clear();
        pass(Duration.ofHours(1));

        assertThat(tried).as("throttles are no attempts").hasSize(3);
        assertThat(dropped).containsExactly("f RetriesExhausted");
    }

    @Test
    void givesUpAfterSixHours() {
        answers = _ -> Optional.of(THROTTLED);
        accept("r1", "f");

        pass(Duration.ofHours(7));

        assertThat(dropped).containsExactly("f EventAgeExceeded");
        assertThat(seconds().getLast()).isBetween(21_300L, 21_600L);
        assertThat(queue.size()).isZero();
    }

    @Test
    void triesNothingOfAFunctionThatIsBlocked() {
        functions.put("f", Revisions.of("f", Duration.ofSeconds(3), OptionalInt.of(0)));

        accept("r1", "f");

        assertThat(tried).isEmpty();
        assertThat(dropped).containsExactly("f ZeroReservedConcurrency");
        assertThat(queue.size()).isZero();
    }

    @Test
    void waitsForAFunctionThatIsNotThere() {
        accept("r1", "later");
        pass(Duration.ofSeconds(20));
        assertThat(tried).isEmpty();

        functions.put("later", Revisions.of("later"));
        pass(Duration.ofSeconds(20));

        assertThat(tried).containsExactly(new Tried("r1", "later", 31));
    }

    @Test
    void aProcessThatEndsInTheMiddleOfAnAttemptHasTried() throws IOException {
        answers = _ -> Optional.empty();
        accept("r1", "f");
        restart();
        restart();
        assertThat(tried).hasSize(3);

        restart();
        pass(Duration.ofHours(1));

        assertThat(tried).hasSize(3);
        assertThat(dropped).containsExactly("f RetriesExhausted");
    }

    @Test
    void whatOnlyWaitedForAnEnvironmentWasNotTried() throws IOException {
        answers = _ -> Optional.empty();
        waits = true;
        accept("r1", "f");
        for (int process = 0; process < 10; process++) {
            restart();
        }
        waits = false;
        answers = _ -> Optional.of(ERROR);
        tried.clear();

        restart();
        pass(Duration.ofHours(1));

        assertThat(tried).hasSize(3);
    }

    @Test
    void anotherProcessGoesOnWhereTheOneBeforeEnded() throws IOException {
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");
        pass(Duration.ofSeconds(30));

        restart();
        assertThat(tried).hasSize(1);
        pass(Duration.ofSeconds(40));
        restart();
        pass(Duration.ofHours(1));

        assertThat(seconds()).containsExactly(0L, 60L, 180L);
        assertThat(dropped).containsExactly("f RetriesExhausted");
    }

    @Test
    void aLostEnvironmentMayHaveRunIt() {
        answers = _ -> Optional.of(LOST);
        accept("r1", "f");

        pass(Duration.ofHours(1));

        assertThat(tried).hasSize(3);
        assertThat(dropped).containsExactly("f RetriesExhausted");
    }

    /** A clock that is set back by a day, and one that is set forward. */
    @Test
    void theWallClockMayJump() throws IOException {
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");
        wall = wall.minus(Duration.ofDays(1));
        pass(Duration.ofSeconds(90));
        wall = wall.plus(Duration.ofDays(3));
        pass(Duration.ofHours(1));
        assertThat(seconds()).containsExactly(0L, 60L, 180L);

        tried.clear();
        accept("r2", "f");
        wall = wall.minus(Duration.ofDays(10));
        restart();
        pass(Duration.ofHours(1));

        assertThat(tried)
                .as("no wait is longer for it than the longest there is")
                .hasSize(3);
    }

    @Test
    void aBacklogOfOneFunctionDelaysNoOther() {
        functions.put("g", Revisions.of("g"));
        answers = invocation ->
                Optional.of(invocation.revision().function().name().equals("f") ? THROTTLED : SUCCESS);
        for (int i = 0; i < 10_000; i++) {
            accept("f" + i, "f");
        }
        tried.clear();

        accept("g1", "g");

        assertThat(tried).contains(new Tried("g1", "g", 0));
        assertThat(delivery.depth(Revisions.function("f"))).isEqualTo(10_000);
        pass(Duration.ofSeconds(60));
        assertThat(tried.stream().filter(each -> each.function().equals("f")))
                .as("it is asked as often as it may have room, not as often as there are events")
                .hasSizeLessThan(100);
    }

    @Test
    void comesToAsManyAtOnceAsThereIsRoomFor() {
        answers = _ -> unanswered.size() < 50 ? Optional.empty() : Optional.of(THROTTLED);
        for (int i = 0; i < 500; i++) {
            accept("r" + i, "f");
        }

        for (int second = 0; second < 600; second++) {
            pass(Duration.ofSeconds(1));
            List<Dispatcher.Caller> running = List.copyOf(unanswered);
            unanswered.clear();
            running.forEach(caller -> caller.answered(SUCCESS));
        }

        assertThat(queue.size()).isZero();
        assertThat(dropped).isEmpty();
    }
}

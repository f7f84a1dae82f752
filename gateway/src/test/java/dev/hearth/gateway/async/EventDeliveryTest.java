package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a queue in memory, a dispatcher that answers as it is told and time that is moved by hand. */
class EventDeliveryTest {
    private static final Answer SUCCESS = new Answer.Success(new byte[0], Optional.empty());
    private static final Answer ERROR =
            new Answer.FunctionError("E", "{}".getBytes(StandardCharsets.UTF_8), Optional.empty());
    private static final Answer THROTTLED = new Answer.Throttled(
            Answer.Reason.ReservedFunctionConcurrentInvocationLimitExceeded, Duration.ofSeconds(1));
    private static final int MOST_FAILED = 33;
    private static final long MOST_FAILED_BYTES = MOST_FAILED * (Settled.OVERHEAD + 3) + 1;
    private static final Destination QUEUE = Destination.of(declared("arn:aws:sqs:us-east-1:000000000000:q"));
    private static final Destination URL = Destination.of(declared("https://example.com/hook"));
    private static final Answer LOST = new Answer.Unavailable(Answer.Cause.ENVIRONMENT_LOST, "");

    private final MemoryQueue queue = new MemoryQueue();
    private final Map<String, Revision> functions = new HashMap<>();
    private final List<Tried> tried = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> undelivered = new ArrayList<>();
    private final List<String> discarded = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private Function<Destination, Optional<IOException>> destinations = _ -> Optional.empty();
    private final List<Dispatcher.Caller> unanswered = new ArrayList<>();
    private Function<Invocation, Optional<Answer>> answers = _ -> Optional.of(SUCCESS);
    private boolean waits;
    private long nanos = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-11-29T12:00:00Z");
    private long start = nanos;
    private EventDelivery delivery = delivery();

    /** @param seconds since the start */
    private record Tried(String requestId, String function, long seconds) {}

    /** @param seconds since the start */
    private record Sent(Debt.Kind kind, Destination to, String requestId, Outcome.Condition condition, long seconds) {}

    private static dev.hearth.crds.Destination declared(String text) {
        dev.hearth.crds.Destination declared = new dev.hearth.crds.Destination();
        declared.setDestination(text);
        return declared;
    }

    private static EventPolicy policy(int retries, Duration age) {
        return new EventPolicy(retries, age, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Each may be null: there is none. */
    private static EventPolicy policy(
            @Nullable Destination onSuccess, @Nullable Destination onFailure, @Nullable Destination deadLetters) {
        return new EventPolicy(
                0,
                Duration.ofHours(6),
                Optional.ofNullable(onSuccess),
                Optional.ofNullable(onFailure),
                Optional.ofNullable(deadLetters));
    }

    private void configure(String function, EventPolicy policy) {
        functions.put(function, Revisions.withEvents(Revisions.of(function), policy));
    }

    private void send(Debt.Kind kind, Destination to, AcceptedEvent event, Outcome outcome) throws IOException {
        Optional<IOException> failure = destinations.apply(to);
        if (failure.isPresent()) {
            throw failure.get();
        }
        sent.add(new Sent(kind, to, event.requestId(), outcome.condition(), (nanos - start) / 1_000_000_000));
    }

    private static FunctionKey key(String function) {
        return FunctionKey.of(Revisions.function(function));
    }

    private List<FailedEvent> failed(String function) throws IOException {
        return delivery.list(key(function), Optional.empty(), 100);
    }

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
                this::send,
                new Dropped(),
                new Clocks(() -> nanos, () -> wall),
                RetrySchedule.LAMBDA,
                Runnable::run,
                1_000,
                MOST_FAILED_BYTES);
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
        assertThat(queue.size()).as("nobody has it yet").isOne();
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
    }

    @Test
    void triesNothingOfAFunctionThatIsBlocked() {
        functions.put("f", Revisions.of("f", Duration.ofSeconds(3), OptionalInt.of(0)));

        accept("r1", "f");

        assertThat(tried).isEmpty();
        assertThat(dropped).containsExactly("f ZeroReservedConcurrency");
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

    // ---- as configured ----

    @Test
    void triesAsOftenAsIsConfigured() {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(1, Duration.ofHours(6)));
        configure("g", policy(0, Duration.ofHours(6)));
        accept("r1", "f");
        accept("r2", "g");

        pass(Duration.ofHours(1));

        assertThat(tried)
                .containsExactlyInAnyOrder(new Tried("r1", "f", 0), new Tried("r1", "f", 60), new Tried("r2", "g", 0));
    }

    /** As recorded: 60 s is one attempt, 90 s are two. */
    @Test
    void triesNothingThatIsOlderThanIsConfigured() {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(2, Duration.ofSeconds(60)));
        configure("g", policy(2, Duration.ofSeconds(90)));
        accept("r1", "f");
        accept("r2", "g");

        pass(Duration.ofHours(1));

        assertThat(tried)
                .containsExactlyInAnyOrder(new Tried("r1", "f", 0), new Tried("r2", "g", 0), new Tried("r2", "g", 60));
        assertThat(dropped).containsExactlyInAnyOrder("f EventAgeExceeded", "g EventAgeExceeded");
    }

    @Test
    void aChangeOfConfigurationIsInForceForWhatWaits() {
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");
        configure("f", policy(0, Duration.ofHours(6)));

        pass(Duration.ofHours(1));

        assertThat(tried).hasSize(1);
        assertThat(dropped).containsExactly("f RetriesExhausted");
    }

    // ---- destinations ----

    @Test
    void tellsOfSuccessAndOfFailureWhoeverIsToKnow() {
        configure("f", policy(URL, QUEUE, null));
        accept("r1", "f");
        answers = _ -> Optional.of(ERROR);
        accept("r2", "f");

        assertThat(sent)
                .containsExactly(
                        new Sent(Debt.Kind.ON_SUCCESS, URL, "r1", Outcome.Condition.Success, 0),
                        new Sent(Debt.Kind.ON_FAILURE, QUEUE, "r2", Outcome.Condition.RetriesExhausted, 0));
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsGivenUpGoesToDeadLettersAndToTheDestination() {
        configure("f", policy(null, URL, QUEUE));
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");

        assertThat(sent).extracting(Sent::kind).containsExactly(Debt.Kind.DEAD_LETTER, Debt.Kind.ON_FAILURE);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aDestinationThatIsDownGetsEverythingOnceItIsBackAndDelaysNoOther() throws IOException {
        configure("f", policy(null, QUEUE, null));
        configure("g", policy(null, URL, null));
        answers = _ -> Optional.of(ERROR);
        destinations = to -> to.equals(QUEUE) ? Optional.of(new IOException("down")) : Optional.empty();
        for (int i = 0; i < 20; i++) {
            accept("f" + i, "f");
        }
        accept("g1", "g");
        assertThat(sent).extracting(Sent::requestId).containsExactly("g1");

        pass(Duration.ofHours(1));
        assertThat(undelivered).as("it is asked more and more seldom").hasSizeLessThan(40);
        assertThat(failed("f"))
                .hasSize(20)
                .anySatisfy(event -> assertThat(event.problem()).contains("down"));
        destinations = _ -> Optional.empty();
        pass(Duration.ofMinutes(5));

        assertThat(sent).hasSize(21).extracting(Sent::requestId).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatADestinationWillNeverTakeIsKeptAndHoldsNothingUp() throws IOException {
        configure("f", policy(null, QUEUE, null));
        answers = _ -> Optional.of(ERROR);
        destinations = _ -> Optional.of(new RecordSender.Undeliverable("too large"));
        accept("r1", "f");
        destinations = _ -> Optional.empty();
        accept("r2", "f");

        assertThat(sent).extracting(Sent::requestId).containsExactly("r2");
        pass(Duration.ofHours(1));
        assertThat(failed("f"))
                .singleElement()
                .satisfies(event -> assertThat(event.problem()).contains("too large"));
    }

    @Test
    void anotherProcessSendsWhatTheOneBeforeCouldNot() throws IOException {
        configure("f", policy(QUEUE, null, null));
        destinations = _ -> Optional.of(new IOException("down"));
        accept("r1", "f");
        restart();
        destinations = _ -> Optional.empty();

        restart();

        assertThat(sent).extracting(Sent::requestId).containsExactly("r1");
        assertThat(tried).as("it is not run again").hasSize(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void waitsForAFunctionThatSaysWhereItsRecordsGo() throws IOException {
        configure("f", policy(QUEUE, null, null));
        destinations = _ -> Optional.of(new IOException("down"));
        accept("r1", "f");
        destinations = _ -> Optional.empty();
        functions.remove("f");
        pass(Duration.ofMinutes(10));
        assertThat(sent).isEmpty();

        configure("f", policy(URL, null, null));
        pass(Duration.ofMinutes(10));

        assertThat(sent).extracting(Sent::to).containsExactly(URL);
        assertThat(queue.size()).isZero();
    }

    // ---- failed events ----

    @Test
    void keepsWhatNobodyGetsAndGivesItAnotherChance() throws IOException {
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");
        accept("r2", "f");
        pass(Duration.ofHours(5));
        restart();
        assertThat(failed("f"))
                .extracting(event -> event.event().requestId() + " "
                        + event.outcome().condition() + " "
                        + event.outcome().attempts())
                .containsExactly("r1 RetriesExhausted 3", "r2 RetriesExhausted 3");
        tried.clear();
        pass(Duration.ofHours(3));

        int count = delivery.redrive(key("f"), List.of("r1", "unknown"))
                .toCompletableFuture()
                .join();
        assertThat(count).isOne();
        assertThat(failed("f")).extracting(event -> event.event().requestId()).containsExactly("r2");
        restart();
        pass(Duration.ofHours(1));

        assertThat(tried)
                .as("as often as at first, though it is older than six hours")
                .hasSize(3);
        assertThat(failed("f")).extracting(event -> event.event().requestId()).containsExactly("r2", "r1");
        answers = _ -> Optional.of(SUCCESS);
        assertThat(delivery.redrive(key("f"), List.of()).toCompletableFuture().join())
                .isEqualTo(2);
        assertThat(queue.size()).isZero();
    }

    @Test
    void listsInPages() throws IOException {
        configure("f", policy(null, null, null));
        answers = _ -> Optional.of(ERROR);
        for (int i = 0; i < 5; i++) {
            accept("r" + i, "f");
        }

        assertThat(delivery.list(key("f"), Optional.of("r1"), 2))
                .extracting(event -> event.event().requestId())
                .containsExactly("r2", "r3");
        assertThat(delivery.count(key("f"))).isEqualTo(5);
        assertThat(delivery.list(key("g"), Optional.empty(), 2)).isEmpty();
    }

    @Test
    void keepsFailedEventsForTwoWeeksAndWhileThereIsRoom() {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(null, null, null));
        for (int i = 0; i < MOST_FAILED; i++) {
            accept("r" + i, "f");
        }
        pass(Duration.ofDays(13));
        assertThat(discarded).isEmpty();
        pass(Duration.ofDays(2));
        assertThat(discarded).hasSize(MOST_FAILED).containsOnly("f Expired");

        discarded.clear();
        for (int i = 0; i < 3 * MOST_FAILED; i++) {
            accept("s" + i, "f");
        }
        pass(Duration.ofSeconds(2));
        assertThat(discarded).isNotEmpty().containsOnly("f NoRoom");
        assertThat(queue.size()).isEqualTo(MOST_FAILED);
    }

    /** They are kept for two weeks of this process's time, whatever the wall clock says. */
    @Test
    void aWallClockThatJumpsDiscardsNoFailedEvent() throws IOException {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(null, null, null));
        accept("r1", "f");

        wall = wall.plus(Duration.ofDays(400));
        pass(Duration.ofDays(1));
        wall = wall.minus(Duration.ofDays(800));
        pass(Duration.ofDays(1));

        assertThat(discarded).isEmpty();
        assertThat(failed("f")).hasSize(1);
    }
}

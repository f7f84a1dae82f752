package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.QueueFull;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is told what became of events, and what is kept when nobody is. */
class OutcomesTest extends EventSimulation {
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

    /** A receiver that cannot deal with some records: they are asked for more and more seldom, each by itself. */
    @Test
    void recordsThatAreNotTakenHoldUpNoOthers() throws IOException {
        configure("f", policy(URL, null, null));
        refused = event -> event.requestId().startsWith("bad");
        for (int i = 0; i < 30; i++) {
            accept("bad" + i, "f");
            accept("good" + i, "f");
        }
        pass(Duration.ofMinutes(2));
        assertThat(sent).hasSize(30);
        for (int i = 30; i < 60; i++) {
            accept("good" + i, "f");
            pass(Duration.ofSeconds(10));
        }
        assertThat(sent).hasSize(60);

        refused = _ -> false;
        pass(Duration.ofMinutes(6));
        assertThat(sent).hasSize(90).extracting(Sent::requestId).doesNotHaveDuplicates();
    }

    @Test
    void aDestinationIsNotBlamedForAQueueThatCannotBeRead() throws IOException {
        configure("f", policy(URL, null, null));
        destinations = _ -> Optional.of(new IOException("down"));
        accept("r1", "f");
        destinations = _ -> Optional.empty();
        queue.readable(false);
        undelivered.clear();
        pass(Duration.ofMinutes(10));
        assertThat(undelivered).isEmpty();

        queue.readable(true);
        pass(Duration.ofSeconds(3));
        assertThat(sent).hasSize(1);
    }

    /** An event that has ended gives its room back only when its record has been taken. */
    @Test
    void recordsForFunctionsHaveRoomWhenOtherEventsHaveNone() {
        queue.fill(0.95);
        AcceptedEvent event =
                new AcceptedEvent("r1", Revisions.function("f"), Optional.empty(), "Root=1", wall, new byte[] {'1'});

        assertThat(delivery.accept(event).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(QueueFull.class);
        assertThat(delivery.acceptRecord(event).toCompletableFuture()).isCompleted();
    }

    /** A namespace without the Secret of a queue that others send to as well. */
    @Test
    void aDestinationThatOneNamespaceMayNotUseDelaysNoOther() {
        configure("f", policy(QUEUE, null, null));
        refused = event -> event.function().namespace().equals("poor"); // its Secret is missing
        for (int i = 0; i < 20; i++) {
            accept("p" + i, new FunctionId("us-east-1", "210987654321", "poor", "f"));
            accept("d" + i, "f");
        }

        assertThat(sent).hasSize(20).allMatch(each -> each.requestId().startsWith("d"));
        refused = _ -> false;
        pass(Duration.ofMinutes(5));
        assertThat(sent).hasSize(40);
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

    /** They were looked at one by one each second, on the thread that all time-outs hang on. */
    @Test
    void manyRecordsOfAFunctionThatIsAwayCostNoMoreThanOne() throws IOException {
        configure("f", policy(URL, null, null));
        destinations = _ -> Optional.of(new IOException("down"));
        for (int i = 0; i < 2_000; i++) {
            accept("r" + i, "f");
        }
        functions.remove("f");
        pass(Duration.ofMinutes(20)); // each has been tried, and found that it has nowhere to go
        lookups = 0;
        pass(Duration.ofSeconds(10));
        assertThat(lookups).isLessThan(100);

        destinations = _ -> Optional.empty();
        configure("f", policy(URL, null, null));
        pass(Duration.ofMinutes(20));
        assertThat(sent).hasSize(2_000);
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

    /** It succeeded, and only its record is owed. */
    @Test
    void whatHasSucceededGetsAnotherChanceOnlyIfItIsNamed() {
        configure("f", policy(URL, null, null));
        destinations = _ -> Optional.of(new IOException("down"));
        accept("good", "f");
        answers = _ -> Optional.of(ERROR);
        accept("bad", "f");
        tried.clear();

        delivery.redrive(key("f"), List.of()).toCompletableFuture().join();
        assertThat(tried).extracting(Tried::requestId).containsExactly("bad");
        delivery.redrive(key("f"), List.of("good")).toCompletableFuture().join();
        assertThat(tried).extracting(Tried::requestId).containsExactly("bad", "good");
    }

    @Test
    void listsTheOthersWhenOneIsGone() throws IOException {
        configure("f", policy(null, null, null));
        answers = _ -> Optional.of(ERROR);
        accept("r1", "f");
        accept("r2", "f");

        queue.lose("r1");

        assertThat(failed("f")).extracting(event -> event.event().requestId()).containsExactly("r2");
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

    /** A flood of events that fail: whoever makes it loses his own. */
    @Test
    void nobodyLosesFailedEventsForThoseOfAnotherAccount() throws IOException {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(null, null, null));
        for (int i = 0; i < MOST_FAILED / 3; i++) {
            accept("mine" + i, "f");
        }
        FunctionId others = new FunctionId("us-east-1", "222222222222", "others", "f");
        for (int i = 0; i < 3 * MOST_FAILED; i++) {
            accept("flood" + i, others);
        }
        pass(Duration.ofSeconds(2));

        assertThat(discarded).isNotEmpty();
        assertThat(delivery.count(key("f"))).isEqualTo(MOST_FAILED / 3);
    }

    /** It says whatever it likes, and a hundred thousand records may wait for it. */
    @Test
    void littleIsKeptOfWhatADestinationSays() throws IOException {
        configure("f", policy(null, QUEUE, null));
        answers = _ -> Optional.of(ERROR);
        destinations = _ -> Optional.of(new IOException("x".repeat(60_000)));
        accept("r1", "f");
        assertThat(failed("f"))
                .singleElement()
                .satisfies(event -> assertThat(event.problem().orElseThrow()).hasSizeBetween(100, 400));

        destinations = _ -> Optional.of(new RecordSender.Undeliverable("y".repeat(60_000)));
        pass(Duration.ofMinutes(10));
        assertThat(failed("f"))
                .singleElement()
                .satisfies(event -> assertThat(event.problem().orElseThrow())
                        .startsWith("y")
                        .hasSizeBetween(100, 400));
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

package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.dispatch.Dispatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** When and how often events are tried. */
class EventDeliveryTest extends EventSimulation {
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

    /** Also when the next wait would be longer than what is left. */
    @Test
    void givesUpWhatFindsNoRoomWhenItIsTooOldAndNotBefore() {
        configure("f", policy(2, Duration.ofSeconds(60)));
        answers = _ -> Optional.of(THROTTLED);
        accept("r1", "f");
        pass(Duration.ofSeconds(59));
        assertThat(dropped).isEmpty();

        pass(Duration.ofSeconds(2));

        assertThat(dropped).containsExactly("f EventAgeExceeded");
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

    /** As when a disk or a server of the queue is away: that says nothing about the event. */
    @Test
    void losesNothingThatCannotBeReadForALongTime() throws IOException {
        queue.readable(false);
        accept("r1", "f");
        pass(Duration.ofHours(5));
        assertThat(tried).isEmpty();
        queue.readable(true);
        pass(Duration.ofMinutes(6));
        assertThat(tried).hasSize(1);

        queue.readable(false);
        accept("r2", "f");
        pass(Duration.ofHours(7));
        queue.readable(true);
        pass(Duration.ofMinutes(6));

        assertThat(tried).as("it is too old now").hasSize(1);
        assertThat(failed("f")).extracting(each -> each.event().requestId()).containsExactly("r2");
    }

    /** Whoever has something to try finds out that the queue can be read again. */
    @Test
    void functionsWithNothingToTryNowKeepNobodyFromLooking() {
        answers = invocation -> Optional.of(invocation.requestId().startsWith("bad") ? ERROR : SUCCESS);
        for (int number = 0; number < 20; number++) {
            functions.put("g" + number, Revisions.of("g" + number));
            accept("bad" + number, "g" + number); // again in a minute
        }
        queue.readable(false);
        accept("r1", "f");
        pass(Duration.ofSeconds(5));
        queue.readable(true);
        pass(Duration.ofSeconds(10));

        assertThat(tried).extracting(Tried::requestId).contains("r1");
    }

    /** Somebody has purged the stream: that stops no others, and ends. */
    @Test
    void givesUpWhatIsNotThereAnyMore() {
        configure("g", policy(0, Duration.ofHours(6)));
        answers = _ -> Optional.of(THROTTLED);
        for (int number = 0; number < 50; number++) {
            accept("r" + number, "f");
        }
        for (int number = 0; number < 50; number++) {
            queue.lose("r" + number);
        }
        answers = _ -> Optional.of(SUCCESS);
        pass(Duration.ofMinutes(10));
        assertThat(dropped).isEmpty();
        accept("r99", "g");
        assertThat(tried).extracting(Tried::requestId).contains("r99");

        pass(Duration.ofHours(7));

        assertThat(dropped).hasSize(50).containsOnly("f Unreadable");
        assertThat(delivery.depth()).isZero();
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
        assertThat(delivery.depths().get(Revisions.function("f"))).isEqualTo(10_000);
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
}

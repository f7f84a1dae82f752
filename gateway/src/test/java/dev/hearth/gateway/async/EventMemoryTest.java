package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.memory.Grant;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Busy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backlogs whose payloads would not fit into memory. */
class EventMemoryTest extends EventSimulation {
    private static final long HEAP = 256L << 20;
    private static final int LARGE = (1 << 20) - 2;
    private static final FunctionId OTHER = new FunctionId("us-east-1", "999999999999", "other", "o");

    @BeforeEach
    void small() throws IOException {
        memory = new EventMemory(HEAP);
        delivery = delivery();
        delivery.recover();
    }

    private void acceptLarge(String id, FunctionId function) {
        AcceptedEvent event = new AcceptedEvent(id, function, Optional.empty(), "Root=1", wall, new byte[LARGE]);
        delivery.accept(event).toCompletableFuture().join();
    }

    private void backlog(int count, int events) {
        for (int number = 0; number < count; number++) {
            functions.put("f" + number, Revisions.of("f" + number));
            for (int i = 0; i < events; i++) {
                acceptLarge("f" + number + "-" + i, Revisions.function("f" + number));
            }
        }
    }

    private static long payloads(List<?> inFlight) {
        return (long) inFlight.size() * LARGE;
    }

    /** Each of forty functions with a backlog took sixteen megabytes at once, at every start. */
    @Test
    void payloadsThatAreTriedStayWithinTheirPartOfTheHeap() {
        answers = _ -> Optional.empty();
        backlog(40, 20);
        pass(Duration.ofSeconds(5));

        assertThat(payloads(unanswered)).isPositive().isLessThan(HEAP / 8);
        assertThat(memory.held()).isLessThanOrEqualTo(HEAP / 8);
    }

    @Test
    void allAreDoneOneAfterTheOtherAndAllMemoryIsGivenBack() {
        answers = _ -> Optional.empty();
        backlog(10, 8);
        for (int round = 0; round < 1_000 && !unanswered.isEmpty(); round++) {
            Dispatcher.Caller caller = unanswered.removeFirst();
            caller.answered(SUCCESS);
            pass(Duration.ofMillis(10));
        }

        assertThat(tried.stream().map(Tried::requestId).distinct()).hasSize(80);
        assertThat(queue.size()).isZero();
        assertThat(memory.held()).isZero();
    }

    /** Of its account it is the newcomer, and another account's is too. */
    @Test
    void aBacklogOfLargeEventsDelaysNoOtherFunctionAndNoOtherAccount() throws IOException {
        memory = new EventMemory(4 * HEAP);
        delivery = delivery();
        delivery.recover();
        answers = _ -> Optional.empty();
        backlog(2, 60);
        pass(Duration.ofSeconds(2));
        tried.clear();

        functions.put("small", Revisions.of("small"));
        acceptLarge("newcomer", Revisions.function("small"));
        functions.put("o", Revisions.of("o"));
        acceptLarge("stranger", OTHER);

        assertThat(tried).extracting(Tried::requestId).contains("newcomer", "stranger");
    }

    /** More functions than there is memory for an event of each. */
    @Test
    void everyFunctionOfAnAccountHasItsTurn() {
        answers = _ -> Optional.empty();
        backlog(20, 20);
        for (int round = 0; round < 60; round++) {
            unanswered.removeFirst().answered(SUCCESS);
            pass(Duration.ofMillis(10));
        }

        assertThat(tried.stream().map(Tried::function).distinct()).hasSize(20);
    }

    @Test
    void whateverBecomesOfAnEventItsMemoryIsGivenBack() throws IOException {
        functions.put("f", Revisions.of("f"));
        for (Answer answer : List.of(SUCCESS, ERROR, THROTTLED, LOST)) {
            answers = _ -> Optional.of(answer);
            acceptLarge("r-" + answer.getClass().getSimpleName() + tried.size(), Revisions.function("f"));
            pass(Duration.ofHours(7));
            assertThat(memory.held()).as("after %s", answer).isZero();
        }
        functions.remove("f");
        acceptLarge("gone", Revisions.function("f"));
        pass(Duration.ofSeconds(10));
        queue.lose("gone");
        pass(Duration.ofHours(8));
        assertThat(memory.held()).isZero();
    }

    /** Of functions that answer megabytes, all at the same moment. */
    @Test
    void resultsThatAreOnTheirWayStayWithinTheSamePart() {
        List<Holding> results = new ArrayList<>();
        answers = invocation -> {
            results.add(invocation.result());
            return Optional.empty();
        };
        backlog(40, 20);
        int most = results.size();
        long granted =
                results.stream().filter(each -> each.grow(6L << 20).isGranted()).count();

        assertThat(granted).isPositive().isLessThan(most);
        assertThat(memory.held()).isLessThanOrEqualTo(HEAP / 8);
        while (!unanswered.isEmpty()) {
            unanswered.removeFirst().answered(SUCCESS);
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void aResultThatComesAfterItsTimeTakesNothing() {
        List<Holding> results = new ArrayList<>();
        answers = invocation -> {
            results.add(invocation.result());
            return Optional.of(LOST);
        };
        functions.put("f", Revisions.of("f"));
        acceptLarge("late", Revisions.function("f"));

        assertThat(results.getFirst().isClosed()).isTrue();
        assertThat(results.getFirst().grow(1)).isEqualTo(Grant.FULL);
    }

    @Test
    void recordsOnTheirWayStayWithinTheirPartAndAreGivenBack() throws IOException {
        configure("f", policy(URL, null, null));
        List<Long> heldWhileSending = new ArrayList<>();
        destinations = _ -> {
            heldWhileSending.add(memory.held());
            return Optional.of(new IOException("down"));
        };
        for (int i = 0; i < 20; i++) {
            acceptLarge("r" + i, Revisions.function("f"));
        }
        pass(Duration.ofMinutes(10));

        assertThat(heldWhileSending).isNotEmpty().allMatch(bytes -> bytes > LARGE && bytes < HEAP / 4);
        assertThat(memory.held()).isZero();
    }

    @Test
    void listsOfFailedEventsAreRefusedWhileThereIsNoMemory() throws IOException {
        answers = _ -> Optional.of(ERROR);
        configure("f", policy(null, null, null));
        for (int i = 0; i < 4; i++) {
            acceptLarge("r" + i, Revisions.function("f"));
        }
        LineMemory records = memory.records(Revisions.function("f"));
        Holding loan = records.lend(20L << 20).orElseThrow();

        assertThatThrownBy(() -> failed("f")).isInstanceOf(Busy.class);
        loan.close();
        assertThat(failed("f")).isNotEmpty();
        assertThat(memory.held()).isZero();
    }
}

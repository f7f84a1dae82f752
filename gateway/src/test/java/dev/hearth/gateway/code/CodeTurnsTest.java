package dev.hearth.gateway.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CodeTurnsTest {
    private final List<String> served = new CopyOnWriteArrayList<>();

    @Test
    void aNamespaceThatHoldsAllItMayDelaysNobodyElse() throws Exception {
        CodeTurns turns = new CodeTurns(4, 2);
        turns.acquire("greedy");
        turns.acquire("greedy");
        asks(turns, "greedy", "greedy 3");
        asks(turns, "greedy", "greedy 4");
        await().until(() -> turns.waiting() == 2);

        turns.acquire("modest");

        assertThat(served).isEmpty();
    }

    @Test
    void aSecondPlaceIsForQuietTimes() throws Exception {
        CodeTurns turns = new CodeTurns(4, 2);
        for (String namespace : List.of("a", "b")) {
            turns.acquire(namespace);
        }
        asks(turns, "a", "a 2");
        await().until(() -> turns.waiting() == 1);

        turns.acquire("c");
        turns.release("b");
        turns.release("c");

        await().until(() -> served.equals(List.of("a 2")));
    }

    @Test
    void namespacesAreServedRoundRobin() throws Exception {
        CodeTurns turns = new CodeTurns(1, 1);
        turns.acquire("busy");
        for (String name : List.of("a 1", "a 2", "a 3")) {
            asks(turns, "a", name);
        }
        asks(turns, "b", "b 1");

        turns.release("busy");
        await().until(() -> served.size() == 1);
        turns.release("a");
        await().until(() -> served.size() == 2);

        assertThat(served).containsExactly("a 1", "b 1");
    }

    @Test
    void whoGivesUpWaitingTakesNoPlace() throws Exception {
        CodeTurns turns = new CodeTurns(1, 1);
        turns.acquire("busy");
        Thread abandoned = asks(turns, "a", "a 1");
        asks(turns, "b", "b 1");

        abandoned.interrupt();
        abandoned.join();
        turns.release("busy");

        await().until(() -> served.equals(List.of("b 1")));
        assertThat(turns.waiting()).isZero();
    }

    /** Waits for a place on a thread of its own, behind those who wait already. */
    private Thread asks(CodeTurns turns, String namespace, String name) {
        int before = turns.waiting();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                turns.acquire(namespace);
                served.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> turns.waiting() > before);
        return thread;
    }
}

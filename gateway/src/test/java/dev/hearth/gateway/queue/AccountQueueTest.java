package dev.hearth.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.catalog.FunctionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AccountQueueTest {
    private static final long ROOM = 100L << 20;
    private static final int PAYLOAD = 256 << 10;

    private final MemoryQueue inner = new MemoryQueue();
    private EventQueue queue = new AccountQueue(inner, ROOM);
    private int number;

    private AcceptedEvent event(String account) {
        return new AcceptedEvent(
                "r" + ++number,
                new FunctionId("us-east-1", account, "n" + account, "f"),
                Optional.empty(),
                "Root=1",
                Instant.EPOCH,
                new byte[PAYLOAD]);
    }

    private List<EventQueue.Place> fill(String account) {
        List<EventQueue.Place> places = new ArrayList<>();
        while (true) {
            try {
                places.add(queue.accept(event(account)).toCompletableFuture().join());
            } catch (CompletionException full) {
                assertThat(full).hasCauseInstanceOf(QueueFull.class).hasMessageContaining(account);
                return places;
            }
        }
    }

    @Test
    void oneAccountsEventsHaveNoOthersRefused() {
        assertThat((long) fill("111111111111").size() * PAYLOAD).isBetween(ROOM * 4 / 10, ROOM / 2);
        assertThat((long) fill("222222222222").size() * PAYLOAD).isGreaterThan(ROOM / 6);
        assertThat(fill("333333333333")).hasSizeGreaterThan(10);
    }

    @Test
    void whatIsDoneGivesItsRoomBackOnce() {
        List<EventQueue.Place> places = fill("111111111111");
        places.forEach(place -> queue.remove(place).toCompletableFuture().join());
        queue.remove(places.getFirst());

        assertThat(fill("111111111111")).hasSameSizeAs(places);
    }

    @Test
    void aRecordIsTakenWhateverItsAccountHas() {
        fill("111111111111");
        queue.acceptRecord(event("111111111111")).toCompletableFuture().join();
    }

    @Test
    void anotherProcessCountsWhatWasKeptAndGivesAllOfIt() throws Exception {
        int kept = fill("111111111111").size();
        queue = new AccountQueue(inner.reopened(), ROOM);
        List<EventQueue.Place> found = new ArrayList<>();
        queue.recover(each -> found.add(each.place()));

        assertThat(found).hasSize(kept);
        assertThat(fill("111111111111")).isEmpty();
        found.forEach(place -> queue.remove(place).toCompletableFuture().join());
        assertThat(inner.size()).isZero();
        assertThat(fill("111111111111")).hasSize(kept);
    }

    @Test
    void whatIsNotKeptTakesNoRoom() {
        inner.close();
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> queue.accept(event("111111111111"))
                            .toCompletableFuture()
                            .join())
                    .hasMessageContaining("closed");
        }
        inner.reopened();
        assertThat(fill("111111111111")).isNotEmpty();
    }
}

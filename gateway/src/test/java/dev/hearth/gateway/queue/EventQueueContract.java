package dev.hearth.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.FunctionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every queue of accepted events promises, whichever engine keeps them. */
public abstract class EventQueueContract {
    private static final int RANDOM_STEPS = 2_000;

    protected EventQueue queue;

    /** Opens it, again perhaps, with what was kept before. */
    protected abstract EventQueue open() throws Exception;

    /** Ends it without a chance to finish anything. */
    protected abstract void crash() throws Exception;

    @AfterEach
    void end() throws Exception {
        crash();
    }

    private List<EventQueue.Kept> opened() throws Exception {
        queue = open();
        List<EventQueue.Kept> kept = new ArrayList<>();
        queue.recover(kept::add);
        return kept;
    }

    private List<EventQueue.Kept> reopened() throws Exception {
        crash();
        return opened();
    }

    /** An event whose payload names it. */
    public static AcceptedEvent event(int number) {
        return new AcceptedEvent(
                "00000000-0000-4000-8000-%012d".formatted(number),
                new FunctionId("us-east-1", "111122223333", "shop", "f" + number % 3),
                number % 2 == 0 ? Optional.empty() : Optional.of("live"),
                "Root=1-67891233-abcdef012345678912345678",
                Instant.ofEpochMilli(1_700_000_000_000L + number),
                ("{\"number\":" + number + ",\"fill\":\"" + "é".repeat(number % 700) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    protected EventQueue.Place accept(AcceptedEvent event) {
        return queue.accept(event).toCompletableFuture().join();
    }

    private static void assertSame(AcceptedEvent one, AcceptedEvent other) {
        assertThat(one.payload()).isEqualTo(other.payload());
        assertThat(one).usingRecursiveComparison().ignoringFields("payload").isEqualTo(other);
    }

    @Test
    void keepsWhatItHasAcceptedInItsOrder() throws Exception {
        assertThat(opened()).isEmpty();
        IntStream.range(0, 20).forEach(i -> accept(event(i)));

        List<EventQueue.Kept> kept = reopened();

        assertThat(kept).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertSame(kept.get(i).event(), event(i));
            assertThat(kept.get(i).progress()).isEqualTo(Progress.NONE);
        }
    }

    @Test
    void givesAnEventAgainAsItWasAccepted() throws Exception {
        opened();
        EventQueue.Place place = accept(event(13));

        assertSame(queue.read(place), event(13));
        EventQueue.Place again = reopened().getFirst().place();
        assertSame(queue.read(again), event(13));
    }

    @Test
    void keepsHowFarAnEventHasCome() throws Exception {
        opened();
        EventQueue.Place place = accept(event(1));
        Progress progress = new Progress(2, Instant.ofEpochMilli(1_700_000_060_123L), Instant.EPOCH);
        queue.note(place, new Progress(1, Instant.EPOCH, Instant.EPOCH))
                .toCompletableFuture()
                .join();
        queue.note(place, progress).toCompletableFuture().join();

        List<EventQueue.Kept> kept = reopened();
        assertThat(kept.getFirst().progress()).isEqualTo(progress);
        assertThat(reopened().getFirst().progress()).isEqualTo(progress);
    }

    private static Outcome outcome(int number) {
        byte[] payload = ("{\"answer\":" + number + "}").getBytes(StandardCharsets.UTF_8);
        return new Outcome(
                Outcome.Condition.values()[number % 3],
                number,
                Instant.ofEpochMilli(1_700_000_000_000L + number),
                number % 2 == 0
                        ? Optional.empty()
                        : Optional.of(new Outcome.Response("$LATEST", Optional.of("Unhandled"), payload)));
    }

    private static void assertSame(Outcome one, Outcome other) {
        assertThat(one).usingRecursiveComparison().isEqualTo(other);
    }

    @Test
    void keepsWhatBecameOfAnEventInsteadOfHowFarItHadCome() throws Exception {
        opened();
        EventQueue.Place place = accept(event(1));
        queue.note(place, new Progress(3, Instant.EPOCH, Instant.EPOCH))
                .toCompletableFuture()
                .join();

        queue.settle(place, event(1), outcome(1)).toCompletableFuture().join();

        assertSame(queue.completed(place).outcome(), outcome(1));
        assertSame(queue.completed(place).event(), event(1));
        assertSame(queue.read(place), event(1));
        EventQueue.Kept kept = reopened().getFirst();
        assertSame(kept.event(), event(1));
        assertSame(kept.outcome().orElseThrow(), outcome(1));
        assertThat(kept.progress()).isEqualTo(Progress.NONE);
    }

    @Test
    void aSettledEventCanGetAnotherChance() throws Exception {
        opened();
        EventQueue.Place place = accept(event(1));
        Progress chance = new Progress(0, Instant.EPOCH, Instant.ofEpochMilli(1_700_000_060_123L));
        queue.settle(place, event(1), outcome(1)).toCompletableFuture().join();
        queue.note(place, chance).toCompletableFuture().join();

        EventQueue.Kept kept = reopened().getFirst();
        assertThat(kept.outcome()).isEmpty();
        assertThat(kept.progress()).isEqualTo(chance);
        assertSame(queue.read(kept.place()), event(1));
        queue.settle(kept.place(), event(1), outcome(2)).toCompletableFuture().join();
        assertSame(reopened().getFirst().outcome().orElseThrow(), outcome(2));
    }

    @Test
    void forgetsWhatWasRemoved() throws Exception {
        opened();
        EventQueue.Place first = accept(event(1));
        accept(event(2));
        queue.remove(first).toCompletableFuture().join();

        List<EventQueue.Kept> kept = reopened();

        assertThat(kept).hasSize(1);
        assertSame(kept.getFirst().event(), event(2));
        queue.remove(kept.getFirst().place()).toCompletableFuture().join();
        assertThat(reopened()).isEmpty();
    }

    @Test
    void takesALambdaEventOfFullSize() throws Exception {
        opened();
        AcceptedEvent one = event(1);
        byte[] payload = ("\"" + "x".repeat((1 << 20) - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
        AcceptedEvent large = new AcceptedEvent(
                one.requestId(), one.function(), one.qualifier(), one.traceHeader(), one.acceptedAt(), payload);

        assertSame(queue.read(accept(large)), large);
        assertSame(reopened().getFirst().event(), large);
    }

    @Test
    void acceptsManyAtOnce() throws Exception {
        opened();
        List<CompletableFuture<EventQueue.Place>> places = IntStream.range(0, 2_000)
                .mapToObj(i -> queue.accept(event(i)).toCompletableFuture())
                .toList();
        places.forEach(CompletableFuture::join);

        assertThat(reopened()).hasSize(2_000);
    }

    /** What is known of an event: in words, for comparison. */
    private static String state(Progress progress, Optional<Outcome> outcome) {
        return outcome.map(each -> each.condition() + " after " + each.attempts() + " at " + each.endedAt())
                .orElseGet(progress::toString);
    }

    /** Against a map, with everything that can be asked for, in random order and with crashes in between. */
    @Test
    void doesAsAMapDoes() throws Exception {
        long seed = System.nanoTime();
        System.out.println(getClass().getSimpleName() + ", seed " + seed);
        Random random = new Random(seed);
        Map<String, String> model = new LinkedHashMap<>();
        Map<String, EventQueue.Place> places = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        opened();
        for (int step = 0; step < RANDOM_STEPS; step++) {
            List<String> ids = List.copyOf(model.keySet());
            String id = ids.isEmpty() ? "" : ids.get(random.nextInt(ids.size()));
            int what = random.nextInt(100);
            if (what < 45 || ids.isEmpty()) {
                AcceptedEvent event = event(step);
                places.put(event.requestId(), accept(event));
                numbers.put(event.requestId(), step);
                model.put(event.requestId(), state(Progress.NONE, Optional.empty()));
            } else if (what < 70) {
                queue.remove(places.get(id)).toCompletableFuture().join();
                model.remove(id);
            } else if (what < 85) {
                Progress progress = new Progress(
                        random.nextInt(4),
                        Instant.ofEpochMilli(random.nextLong(1L << 40)),
                        Instant.ofEpochMilli(random.nextLong(1L << 40)));
                queue.note(places.get(id), progress).toCompletableFuture().join();
                model.put(id, state(progress, Optional.empty()));
            } else if (what < 99) {
                Outcome outcome = outcome(random.nextInt(1_000));
                queue.settle(places.get(id), event(numbers.get(id)), outcome)
                        .toCompletableFuture()
                        .join();
                model.put(id, state(Progress.NONE, Optional.of(outcome)));
            } else {
                places.clear();
                Map<String, String> found = new LinkedHashMap<>();
                for (EventQueue.Kept kept : reopened()) {
                    places.put(kept.event().requestId(), kept.place());
                    found.put(kept.event().requestId(), state(kept.progress(), kept.outcome()));
                }
                assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(model);
            }
        }
    }

    /** Closed in good order, what was asked for is done. */
    @Test
    void finishesWhatWasAskedForBeforeItIsClosed() throws Exception {
        opened();
        List<CompletableFuture<EventQueue.Place>> places = IntStream.range(0, 500)
                .mapToObj(i -> queue.accept(event(i)).toCompletableFuture())
                .toList();

        queue.close();

        assertThat(places).allMatch(CompletableFuture::isDone);
        assertThat(opened()).hasSize(500);
    }

    @Test
    void refusesWhatIsAskedForAfterItsEnd() throws Exception {
        opened();
        queue.close();

        assertThat(queue.accept(event(1)).toCompletableFuture()).isCompletedExceptionally();
        assertThat(opened()).isEmpty();
    }
}

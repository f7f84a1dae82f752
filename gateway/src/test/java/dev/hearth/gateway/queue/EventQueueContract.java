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
        Progress progress = new Progress(2, Instant.ofEpochMilli(1_700_000_060_123L));
        queue.note(place, new Progress(1, Instant.EPOCH)).toCompletableFuture().join();
        queue.note(place, progress).toCompletableFuture().join();

        List<EventQueue.Kept> kept = reopened();
        assertThat(kept.getFirst().progress()).isEqualTo(progress);
        assertThat(reopened().getFirst().progress()).isEqualTo(progress);
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

    /** Against a map, with everything that can be asked for, in random order and with crashes in between. */
    @Test
    void doesAsAMapDoes() throws Exception {
        long seed = System.nanoTime();
        System.out.println(getClass().getSimpleName() + ", seed " + seed);
        Random random = new Random(seed);
        Map<String, Progress> model = new LinkedHashMap<>();
        Map<String, EventQueue.Place> places = new LinkedHashMap<>();
        opened();
        for (int step = 0; step < RANDOM_STEPS; step++) {
            List<String> ids = List.copyOf(model.keySet());
            int what = random.nextInt(100);
            if (what < 45 || ids.isEmpty()) {
                AcceptedEvent event = event(step);
                places.put(event.requestId(), accept(event));
                model.put(event.requestId(), Progress.NONE);
            } else if (what < 75) {
                String id = ids.get(random.nextInt(ids.size()));
                queue.remove(places.get(id)).toCompletableFuture().join();
                model.remove(id);
            } else if (what < 99) {
                String id = ids.get(random.nextInt(ids.size()));
                Progress progress = new Progress(random.nextInt(4), Instant.ofEpochMilli(random.nextLong(1L << 40)));
                queue.note(places.get(id), progress).toCompletableFuture().join();
                model.put(id, progress);
            } else {
                places.clear();
                Map<String, Progress> found = new LinkedHashMap<>();
                for (EventQueue.Kept kept : reopened()) {
                    places.put(kept.event().requestId(), kept.place());
                    found.put(kept.event().requestId(), kept.progress());
                }
                assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(model);
                assertThat(List.copyOf(found.keySet())).isEqualTo(List.copyOf(model.keySet()));
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

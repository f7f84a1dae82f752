package dev.hearth.gateway.queue.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.QueueFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest extends EventQueueContract {
    private static final long ROOM = 4L << 30;

    @TempDir
    private Path folder;

    @Override
    protected EventQueue open() throws IOException {
        return EventLog.open(folder, ROOM);
    }

    /** Nothing that is written is kept back: what another process would find is what this one finds. */
    @Override
    protected void crash() {
        queue.close();
    }

    private Path segment() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".events"))
                    .sorted()
                    .toList()
                    .getLast();
        }
    }

    private List<String> ids() throws IOException {
        queue = open();
        List<String> ids = new ArrayList<>();
        queue.recover(kept -> ids.add(kept.event().requestId()));
        return ids;
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> event(i).requestId()).toList();
    }

    /** Twelve events, and where each ends in the one segment there is. */
    private List<Long> twelve() throws IOException {
        queue = open();
        queue.recover(_ -> {});
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            accept(event(i));
            ends.add(Files.size(segment()));
        }
        queue.close();
        return ends;
    }

    @Test
    void losesNothingThatWasSafeWhereverItsFileEnds() throws IOException {
        List<Long> ends = twelve();
        Path file = segment();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = (int) (long) ends.get(8); cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int length = cut;
            int safe = (int) ends.stream().filter(end -> end <= length).count();

            assertThat(ids()).as("cut after %d bytes", cut).isEqualTo(ids(safe));
            queue.close();
            discardLaterSegments(file);
        }
    }

    /** Settled, given another chance, settled again, one after the other. */
    @Test
    void losesNothingOfWhatBecameOfAnEventWhereverItsFileEnds() throws IOException {
        queue = open();
        queue.recover(_ -> {});
        EventQueue.Place place = accept(event(1));
        List<Long> ends = new ArrayList<>(List.of(Files.size(segment())));
        List<String> states = new ArrayList<>(List.of("NONE"));
        for (int round = 1; round < 5; round++) {
            Outcome outcome = new Outcome(
                    Outcome.Condition.RetriesExhausted, round, Instant.ofEpochMilli(round), Optional.empty());
            queue.settle(place, event(1), outcome).toCompletableFuture().join();
            ends.add(Files.size(segment()));
            states.add("settled " + round);
            queue.note(place, new Progress(0, Instant.EPOCH, Instant.ofEpochMilli(round)))
                    .toCompletableFuture()
                    .join();
            ends.add(Files.size(segment()));
            states.add("again since " + round);
        }
        queue.close();
        Path file = segment();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = (int) (long) ends.getFirst(); cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int length = cut;
            int safe = (int) ends.stream().filter(end -> end <= length).count();

            assertThat(state()).as("cut after %d bytes", cut).isEqualTo(states.get(safe - 1));
            discardLaterSegments(file);
        }
    }

    private String state() throws IOException {
        queue = open();
        List<EventQueue.Kept> kept = new ArrayList<>();
        queue.recover(kept::add);
        queue.close();
        EventQueue.Kept one = kept.getFirst();
        return one.outcome()
                .map(outcome -> "settled " + outcome.attempts())
                .orElse(
                        one.progress().equals(Progress.NONE)
                                ? "NONE"
                                : "again since " + one.progress().since().toEpochMilli());
    }

    @Test
    void aDamagedRecordHarmsNoOther() throws IOException {
        List<Long> ends = twelve();
        Path file = segment();
        byte[] whole = Files.readAllBytes(file);
        for (int at = (int) (long) ends.get(8); at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file, damaged);
            int place = at;
            int hit = (int) ends.stream().filter(end -> end <= place).count();
            List<String> others = new ArrayList<>(ids(12));
            others.remove(hit);

            assertThat(ids()).as("byte %d", at).isEqualTo(others);
            queue.close();
            discardLaterSegments(file);
        }
    }

    /** The disk had written some sectors of what nobody was told is safe, and others not. */
    @Test
    void whatWasOnItsWayHarmsNothingThatWasSafe() throws IOException {
        List<Long> ends = twelve();
        Path file = segment();
        byte[] whole = Files.readAllBytes(file);
        int safe = (int) (long) ends.get(8);
        Random random = new Random(1);
        for (int attempt = 0; attempt < 200; attempt++) {
            byte[] torn = whole.clone();
            for (int sector = safe; sector < torn.length; sector += 64) {
                if (random.nextBoolean()) {
                    Arrays.fill(torn, sector, Math.min(torn.length, sector + 64), (byte) random.nextInt(2));
                }
            }
            Files.write(file, torn);

            List<String> found = ids();
            assertThat(found).startsWith(ids(9).toArray(String[]::new)).isSubsetOf(ids(12));
            queue.close();
            discardLaterSegments(file);
        }
    }

    private void discardLaterSegments(Path first) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".events"))
                    .filter(each -> !each.equals(first))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** Its payload is a record of this very log, at whichever place. */
    @Test
    void takesNoRecordFromInsideAnEvent() throws IOException {
        twelve();
        byte[] records = Files.readAllBytes(segment());
        queue = open();
        queue.recover(_ -> {});
        AcceptedEvent one = event(20);
        accept(new AcceptedEvent(
                one.requestId(), one.function(), one.qualifier(), one.traceHeader(), one.acceptedAt(), records));
        queue.close();
        Path file = segment();
        byte[] damaged = Files.readAllBytes(file);
        damaged[0] ^= 1;
        Files.write(file, damaged);

        assertThat(ids()).isEqualTo(ids(12));
    }

    @Test
    void givesDiskSpaceBack() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        AcceptedEvent large = large();
        EventQueue.Place stays = accept(large);
        queue.note(stays, new Progress(2, Instant.ofEpochMilli(5), Instant.EPOCH))
                .toCompletableFuture()
                .join();
        for (int i = 0; i < 400; i++) {
            queue.remove(accept(large)).toCompletableFuture().join();
            assertThat(queue.bytes()).isLessThan(200L << 20);
        }

        assertThat(queue.read(stays).payload()).isEqualTo(large.payload());
        queue.close();
        queue = open();
        List<EventQueue.Kept> kept = new ArrayList<>();
        queue.recover(kept::add);
        assertThat(kept).singleElement().satisfies(each -> {
            assertThat(each.event().payload()).isEqualTo(large.payload());
            assertThat(each.progress()).isEqualTo(new Progress(2, Instant.ofEpochMilli(5), Instant.EPOCH));
        });
    }

    /** What became of an event is written anew too, and is the same when all that was before is gone. */
    @Test
    void givesDiskSpaceBackAroundWhatIsSettled() throws Exception {
        queue = open();
        queue.recover(_ -> {});
        AcceptedEvent large = large();
        Outcome outcome = new Outcome(
                Outcome.Condition.Success,
                2,
                Instant.ofEpochMilli(7),
                Optional.of(new Outcome.Response("3", Optional.empty(), new byte[] {'1'})));
        EventQueue.Place settled = accept(large);
        queue.settle(settled, large, outcome).toCompletableFuture().join();
        EventQueue.Place again = accept(large);
        queue.settle(again, large, outcome).toCompletableFuture().join();
        Progress chance = new Progress(1, Instant.EPOCH, Instant.ofEpochMilli(8));
        queue.note(again, chance).toCompletableFuture().join();
        for (int i = 0; i < 400; i++) {
            queue.remove(accept(large)).toCompletableFuture().join();
            assertThat(queue.bytes()).isLessThan(200L << 20);
        }
        queue.close();

        queue = open();
        List<EventQueue.Kept> kept = new ArrayList<>();
        queue.recover(kept::add);
        assertThat(kept).hasSize(2);
        assertThat(kept.getFirst().outcome().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(outcome);
        assertThat(kept.getLast().outcome()).isEmpty();
        assertThat(kept.getLast().progress()).isEqualTo(chance);
        assertThat(queue.read(kept.getLast().place()).payload()).isEqualTo(large.payload());
    }

    private static AcceptedEvent large() {
        AcceptedEvent one = event(1);
        byte[] payload = new byte[1 << 20];
        new Random(2).nextBytes(payload);
        return new AcceptedEvent(
                one.requestId(), one.function(), one.qualifier(), one.traceHeader(), one.acceptedAt(), payload);
    }

    @Test
    void acceptsNoMoreThanItHasRoomFor() throws Exception {
        queue = EventLog.open(folder, 3 << 20);
        queue.recover(_ -> {});
        EventQueue.Place first = accept(large());
        accept(large());

        assertThat(queue.accept(large()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(QueueFull.class);
        queue.remove(first).toCompletableFuture().join();
    }

    /** On a file system of eight megabytes, which only root can make. */
    @Test
    void losesNothingWhenTheDiskIsFull() throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.toString()) == 0, "no mount: not root");
        try {
            queue = open();
            queue.recover(_ -> {});
            List<AcceptedEvent> kept = fill();
            assertThat(kept).hasSizeBetween(3, 8);
            for (int attempt = 0; attempt < 50; attempt++) {
                assertThat(queue.accept(large()).toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(IOException.class);
            }
            try (var files = Files.list(folder)) {
                assertThat(files).hasSizeLessThan(4);
            }

            run("mount", "-o", "remount,size=16m", folder.toString());
            accept(large());
            queue.close();

            queue = open();
            List<EventQueue.Kept> found = new ArrayList<>();
            queue.recover(found::add);
            assertThat(found).hasSize(kept.size() + 1);
            queue.close();
        } finally {
            run("umount", folder.toString());
        }
    }

    private List<AcceptedEvent> fill() {
        List<AcceptedEvent> kept = new ArrayList<>();
        while (true) {
            AcceptedEvent event = large();
            try {
                accept(event);
                kept.add(event);
            } catch (CompletionException full) {
                return kept;
            }
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** What was done with while the disk was full takes no place and does not come back. */
    @Test
    void whatIsDoneWithOnAFullDiskIsForgotten() throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.toString()) == 0, "no mount: not root");
        try {
            queue = open();
            queue.recover(_ -> {});
            List<EventQueue.Place> places = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                places.add(accept(large()));
            }
            Path filler = folder.resolve("filler");
            try (var out = Files.newOutputStream(filler)) {
                byte[] page = new byte[4096];
                while (true) {
                    out.write(page);
                }
            } catch (IOException full) {
                // as it should be
            }
            places.forEach(place -> queue.remove(place));
            assertThat(queue.accept(large()).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));

            Files.delete(filler);
            accept(event(1));
            queue.close();

            assertThat(ids()).containsExactly(event(1).requestId());
            queue.close();
        } finally {
            run("umount", folder.toString());
        }
    }

    /** A process that ended before it wrote to its segment, and files that are none. */
    @Test
    void opensAFolderWithEmptyAndForeignFiles() throws IOException {
        Files.createFile(folder.resolve("0000000000000009-00000000000000ff.events"));
        Files.writeString(folder.resolve("notes.txt"), "not an event");

        assertThat(ids()).isEmpty();
        accept(event(1));
        queue.close();

        assertThat(ids()).containsExactly(event(1).requestId());
    }

    @Test
    void isOneProcesss() throws IOException {
        queue = open();
        queue.recover(_ -> {});

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("another process uses");
    }

    // ---- what cannot be decoded ----

    private static final byte LATER_KIND = 77;
    private static final byte LATER_FORMAT = 9;

    /** Appends records to the last segment as another release would have: of a later kind, and of a later format. */
    private void appendOfALaterRelease() throws IOException {
        Path file = segment();
        long secret = Long.parseUnsignedLong(file.getFileName().toString().substring(17, 33), 16);
        int place = (int) Files.size(file);
        ByteBuffer records = ByteBuffer.allocate(4096);
        byte[] content = EventCodec.bytes(event(500));
        Frame.write(records, secret, place, LATER_KIND, 500, content);
        byte[] format = content.clone();
        format[0] = LATER_FORMAT;
        Frame.write(records, secret, place + records.position(), Frame.Kind.ACCEPT.code, 501, format);
        Frame.write(records, secret, place + records.position(), Frame.Kind.ACCEPT.code, 502, content);
        byte[] note = EventCodec.bytes(Progress.NONE);
        note[0] = LATER_FORMAT;
        Frame.write(records, secret, place + records.position(), Frame.Kind.NOTE.code, 502, note);
        Files.write(file, Arrays.copyOf(records.array(), records.position()), StandardOpenOption.APPEND);
    }

    private long occurrences(byte[] bytes) throws IOException {
        long count = 0;
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".events")).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
                count += text.contains(wanted) ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void setsAsideWhatALaterReleaseWroteAndGivesTheRest() throws IOException {
        twelve();
        appendOfALaterRelease();

        assertThat(ids()).isEqualTo(ids(12));
        assertThat(queue.setAside()).isEqualTo(3);
        accept(event(12));
        queue.close();
        assertThat(ids()).isEqualTo(ids(13));
        assertThat(queue.setAside()).isEqualTo(3);
    }

    /** Its segment is written anew again and again meanwhile, and this process is not the first. */
    @Test
    void whatWasSetAsideIsThereForTheReleaseThatKnowsIt() throws Exception {
        twelve();
        appendOfALaterRelease();
        byte[] content = EventCodec.bytes(event(500));
        byte[] rest = Arrays.copyOfRange(content, 1, content.length);
        ids();
        byte[] first = Files.readAllBytes(segment());
        for (int i = 0; i < 400; i++) {
            queue.remove(accept(large())).toCompletableFuture().join();
            assertThat(queue.bytes()).isLessThan(200L << 20);
        }
        queue.close();

        assertThat(first).isNotEmpty();
        assertThat(occurrences(join(LATER_KIND, 500, content))).isEqualTo(1);
        assertThat(occurrences(join(Frame.Kind.ACCEPT.code, 501, join(LATER_FORMAT, rest))))
                .isEqualTo(1);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(ids(12));
        assertThat(queue.setAside()).isEqualTo(3);
    }

    private static byte[] join(byte code, long number, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .put(code)
                .putLong(number)
                .put(content)
                .array();
    }

    private static byte[] join(byte first, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(first).put(rest).array();
    }

    /** The disk is full too: what is kept needs no room. */
    @Test
    void keepsTheFileOfADamagedRecordWhenAllElseOfItIsDone() throws Exception {
        List<Long> ends = twelve();
        Path file = segment();
        byte[] damaged = Files.readAllBytes(file);
        damaged[(int) (ends.get(3) + 40)] ^= 1;
        Files.write(file, damaged);

        assertThat(ids()).hasSize(11);
        assertThat(queue.setAside()).isEqualTo(1);
        queue.close();
        queue = open();
        List<EventQueue.Place> places = new ArrayList<>();
        queue.recover(kept -> places.add(kept.place()));
        for (EventQueue.Place place : places) {
            queue.remove(place).toCompletableFuture().join();
        }
        accept(event(100)); // the file is given up after a write
        queue.remove(accept(event(101))).toCompletableFuture().join();
        long bytes = queue.bytes();
        queue.close();

        assertThat(file).doesNotExist();
        Path kept = folder.resolve(file.getFileName() + ".damaged");
        assertThat(kept).hasBinaryContent(damaged);
        assertThat(bytes).isGreaterThan(damaged.length);
        assertThat(ids()).containsExactly(event(100).requestId());
        assertThat(queue.setAside()).isEqualTo(1);
        assertThat(queue.bytes()).isEqualTo(bytes);
    }

    /** What was on its way when the process ended is no damage. */
    @Test
    void aTornEndIsNotSetAside() throws IOException {
        List<Long> ends = twelve();
        Path file = segment();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) (ends.get(10) + 20)));

        assertThat(ids()).isEqualTo(ids(11));
        assertThat(queue.setAside()).isZero();
    }

    /** Appends records to the last segment. */
    private void append(int number, byte code, byte[] content) throws IOException {
        Path file = segment();
        long secret = Long.parseUnsignedLong(file.getFileName().toString().substring(17, 33), 16);
        ByteBuffer record = ByteBuffer.allocate(Frame.length(content));
        Frame.write(record, secret, Files.size(file), code, number, content);
        Files.write(file, record.array(), StandardOpenOption.APPEND);
    }

    /** It may say that the event has run, or is done with: nobody knows here. */
    @Test
    void anEventOfWhichALaterReleaseHasWrittenIsSetAsideWithThat() throws IOException {
        twelve();
        append(1, LATER_KIND, new byte[] {1});

        assertThat(ids()).hasSize(11).doesNotContain(event(0).requestId());
        assertThat(queue.setAside()).isEqualTo(2);
        queue.close();
        append(1, Frame.Kind.REMOVE.code, new byte[0]); // as that release does once it is done with it

        assertThat(ids()).hasSize(11);
        assertThat(queue.setAside()).isZero();
    }

    /** It says all by its kind, or by what is noted of it. */
    @Test
    void recordsOfALaterReleaseWithoutContentAreWrittenAnewAndHoldNoDiskSpace() throws Exception {
        twelve();
        append(600, LATER_KIND, new byte[0]);
        append(600, Frame.Kind.NOTE.code, new byte[] {7, 7});
        ids();
        for (int i = 0; i < 400; i++) {
            queue.remove(accept(large())).toCompletableFuture().join();
            assertThat(queue.bytes()).isLessThan(200L << 20);
        }
        queue.close();

        assertThat(occurrences(join(LATER_KIND, 600, new byte[0]))).isEqualTo(1);
        assertThat(occurrences(join(Frame.Kind.NOTE.code, 600, new byte[] {7, 7})))
                .isEqualTo(1);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(ids(12));
    }

    /** Torn in the middle of what a later release wrote: the rest is there, and nothing else is lost. */
    @Test
    void aTornRecordOfALaterReleaseHarmsNothing() throws IOException {
        twelve();
        long before = Files.size(segment());
        appendOfALaterRelease();
        Path file = segment();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = (int) before; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));

            assertThat(ids()).as("cut after %d bytes", cut).startsWith(ids(12).toArray(String[]::new));
            assertThat(queue.setAside()).isLessThan(3);
            queue.close();
            discardLaterSegments(file);
        }
    }
}

package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's own thread, the only one that writes: takes what has been asked for since the last time, writes it with one force and
 * says so; then gives disk space back.
 *
 * <p>What could not be written was never there: the segment is cut to what it was before. If the disk does not force what it took, or
 * fails at the cut, nothing more is written to that segment. That an event is done with is written as soon as the disk takes it.
 */
final class LogWriter {
    static final int SEGMENT = 64 << 20;
    private static final int BATCH = 4 << 20;
    private static final int LEAST_COPY = 1 << 20;
    private static final int MOST_OWED = 10_000;
    /** One record more than a batch may come to, and what was noted of it. */
    private static final int BUFFER = BATCH + Frame.LONGEST + (1 << 16);

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private final Path folder;
    private final BlockingQueue<Write> asked = new LinkedBlockingQueue<>();
    private final AtomicLong askedBytes = new AtomicLong();
    private final SetAside setAside;
    private final AtomicLong damagedBytes = new AtomicLong();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final AtomicLong bytes = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Thread thread = new Thread(this::run, "event-log");
    /** Removals that the disk did not take yet. */
    private final List<Write> owed = new ArrayList<>();

    private @Nullable Segment active;
    /** Its own thread's. */
    private boolean isFailing;

    private volatile boolean ended;

    LogWriter(Path folder, SetAside setAside) {
        this.folder = folder;
        this.setAside = setAside;
        thread.setDaemon(true);
    }

    /** Reads what is there; nothing more is written to it. */
    void recover(Recovery recovery) throws IOException {
        for (Path file : Segment.damaged(folder)) {
            damagedBytes.addAndGet(Files.size(file));
            setAside.add(file.toString(), "damaged");
        }
        for (Segment segment : Segment.openAll(folder)) {
            recovery.read(segment);
            segments.add(segment);
            bytes.addAndGet(segment.size());
        }
    }

    void start() {
        thread.start();
    }

    CompletionStage<Void> add(Write write) {
        askedBytes.addAndGet(write.length());
        asked.add(write);
        if (ended) {
            refuseRest();
        }
        return write.done();
    }

    /** What the segments hold, with those that are damaged. */
    long bytes() {
        return bytes.get() + damagedBytes.get();
    }

    /** What is on its way to them. */
    long askedBytes() {
        return askedBytes.get();
    }

    // ---- on its own thread ----

    private void run() {
        List<Write> batch = new ArrayList<>();
        try {
            for (boolean last = false; !last; batch.clear()) {
                last = take(batch);
                perform(batch);
            }
        } finally {
            ended = true;
            fail(batch, new IOException("the queue of accepted events has ended"));
            refuseRest();
        }
    }

    private void refuseRest() {
        List<Write> rest = new ArrayList<>();
        asked.drainTo(rest);
        fail(rest, new IOException("the queue of accepted events is closed"));
    }

    private void fail(List<Write> writes, Exception e) {
        writes.forEach(write -> write.done().completeExceptionally(e));
    }

    /** Waits for the first and takes those that are there; whether the last has come. */
    private boolean take(List<Write> batch) {
        int length = 0;
        for (Write next = first(); next != null; next = length < BATCH ? asked.poll() : null) {
            askedBytes.addAndGet(-next.length());
            if (next.isEnd()) {
                return true;
            }
            batch.add(next);
            length += next.length();
        }
        return false;
    }

    /** Null: none has come for a while, and something is owed. */
    private @Nullable Write first() {
        while (true) {
            try {
                return owed.isEmpty() ? asked.take() : asked.poll(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                LOG.atDebug().setMessage("not interrupted").log();
            }
        }
    }

    private void perform(List<Write> batch) {
        List<Write> due = owed.subList(0, Math.min(owed.size(), MOST_OWED));
        List<Write> all = new ArrayList<>(due);
        all.addAll(batch);
        try {
            write(all);
            due.clear();
            batch.forEach(write -> write.done().complete(null));
            tidy();
            tellThatItWorks(all);
        } catch (IOException | RuntimeException e) {
            tellThatItFails(e);
            batch.stream()
                    .filter(write ->
                            write.kind() == Frame.Kind.REMOVE && !write.done().isDone())
                    .forEach(this::owe);
            fail(batch, e);
        }
    }

    /** Once, however many follow. */
    private void tellThatItFails(Exception e) {
        if (!isFailing) {
            isFailing = true;
            LOG.atError()
                    .setMessage("events cannot be kept; asynchronous invocations are refused until they can")
                    .setCause(e)
                    .log();
        }
    }

    private void tellThatItWorks(List<Write> written) {
        if (isFailing && !written.isEmpty()) {
            isFailing = false;
            LOG.atInfo().setMessage("events are kept again").log();
        }
    }

    /** Its place is needed no more, whether the disk knows it or not. */
    private void owe(Write removal) {
        removal.entry().leave();
        owed.add(removal);
    }

    private void write(List<Write> all) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        Segment segment = writable();
        int start = segment.size();
        buffer.clear();
        for (Write write : all) {
            frame(segment, start, write.kind().code, write.entry(), write.content());
        }
        append(segment);
        int place = start;
        for (Write write : all) {
            settle(write, segment, place);
            place += write.length();
        }
    }

    private void frame(Segment segment, int start, byte code, Entry entry, byte[] content) {
        Frame.write(buffer, segment.secret, (long) start + buffer.position(), code, entry.number, content);
    }

    private static void settle(Write write, Segment segment, int place) {
        switch (write.kind()) {
            case ACCEPT -> write.entry().moveTo(segment, place, write.length());
            case NOTE -> write.entry().noted(write.content());
            case REMOVE -> write.entry().leave();
            case SETTLE, SETTLED -> {
                write.entry().moveTo(segment, place, write.length());
                write.entry().settled();
            }
        }
    }

    private Segment writable() throws IOException {
        Segment segment = active;
        if (segment == null || segment.size() >= SEGMENT) {
            long number = segments.isEmpty() ? 1 : segments.getLast().number + 1;
            segment = Segment.create(folder, number);
            segments.add(segment);
            active = segment;
        }
        return segment;
    }

    /** All of the buffer, safely, or nothing. */
    private void append(Segment segment) throws IOException {
        int before = segment.size();
        try {
            segment.append(buffer.flip());
        } catch (IOException e) {
            cut(segment, before, e);
            throw e;
        }
        try {
            segment.force();
        } catch (IOException e) {
            cut(segment, before, e);
            abandon(segment);
            throw e;
        }
        bytes.addAndGet((long) segment.size() - before);
    }

    private void cut(Segment segment, int length, IOException why) {
        try {
            segment.truncate(length);
            segment.force();
        } catch (IOException e) {
            why.addSuppressed(e);
            abandon(segment);
        }
    }

    private void abandon(Segment segment) {
        active = null;
        if (segment.size() == 0 && segments.removeLastOccurrence(segment)) {
            try {
                segment.discard();
            } catch (IOException e) {
                LOG.atWarn().setMessage("an empty segment is left").setCause(e).log();
            }
        }
    }

    // ---- disk space ----

    private void tidy() throws IOException {
        while (!segments.isEmpty()
                && !segments.getFirst().equals(active)
                && segments.getFirst().live() == 0) {
            Segment eldest = segments.getFirst();
            damagedBytes.addAndGet(eldest.discard());
            segments.removeFirst();
            bytes.addAndGet(-eldest.size());
        }
        long live = segments.stream().mapToLong(Segment::live).sum();
        if (bytes.get() - live > Math.max(live, 2L * SEGMENT)
                && !segments.getFirst().equals(active)) {
            copySome(segments.getFirst(), Math.max(LEAST_COPY, Math.min(buffer.limit(), BATCH)));
        }
    }

    /** Writes some of what a segment is still needed for anew, so that it can be deleted soon. */
    private void copySome(Segment eldest, int length) throws IOException {
        Segment segment = writable();
        int start = segment.size();
        buffer.clear();
        List<Runnable> moves = new ArrayList<>();
        for (Entry entry : eldest.living()) {
            if (buffer.position() >= length) {
                break;
            }
            content(entry).ifPresent(content -> {
                int place = start + buffer.position();
                frame(segment, start, entry.code(), entry, content);
                if (entry.note().length > 0) {
                    frame(segment, start, Frame.Kind.NOTE.code, entry, entry.note());
                }
                moves.add(() -> entry.moveTo(segment, place, Frame.length(content)));
            });
        }
        append(segment);
        moves.forEach(Runnable::run);
    }

    /** Empty: it is damaged; its segment stays for somebody to look at. */
    private Optional<byte[]> content(Entry entry) {
        try {
            return Optional.of(EventLog.content(entry));
        } catch (IOException e) {
            LOG.atError()
                    .setMessage("record of an accepted event damaged; the event is not delivered, its file is kept")
                    .setCause(e)
                    .log();
            setAside.add(entry.toString(), "damaged");
            Optional.ofNullable(entry.location().segment()).ifPresent(Segment::markDamaged);
            entry.leave();
            return Optional.empty();
        }
    }

    /** Writes what was asked for before, and nothing more. */
    void close() {
        asked.add(Write.end());
        try {
            if (thread.isAlive()) {
                thread.join();
            }
            ended = true;
            refuseRest();
            for (Segment segment : segments) {
                segment.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atWarn().setMessage("a segment was not closed").setCause(e).log();
        }
    }
}

package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.CompletedEvent;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Progress;
import dev.hearth.gateway.queue.QueueFull;
import dev.hearth.gateway.queue.SetAside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepted events in a folder of this machine. What is asked for at the same time goes to the disk at once, with one
 * {@code fdatasync}: see {@link LogWriter}.
 *
 * <p>A segment is deleted when it is the eldest and nothing in it is needed any more; an eldest one that is needed for a few events
 * only is written anew. So the disk holds about twice what is kept, and 192 MiB.
 */
public final class EventLog implements EventQueue {
    private static final byte[] NOTHING = {};
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = 20_000_000;
    /** What may be on its way to the disk. */
    private static final long MOST_ASKED = 64L << 20;
    /** Heap that a waiting event takes at most, without its payload, which is on the disk. */
    private static final long HEAP_OF_EVENT = 512;

    private final FileChannel lock;
    private final LogWriter writer;
    private final SetAside setAside = new SetAside();
    private final Recovery recovery = new Recovery(setAside);
    private final long maxBytes;
    private final long maxEvents = Runtime.getRuntime().maxMemory() / 4 / HEAP_OF_EVENT;
    private final AtomicLong numbers;
    private final AtomicLong kept = new AtomicLong();

    private EventLog(FileChannel lock, Path folder, long maxBytes) throws IOException {
        this.lock = lock;
        this.writer = new LogWriter(folder, setAside);
        this.maxBytes = maxBytes;
        writer.recover(recovery);
        numbers = new AtomicLong(recovery.last());
    }

    /**
     * Opens it, or makes one.
     *
     * @param folder of it alone
     * @param maxBytes what the folder may hold before no more events are accepted
     */
    public static EventLog open(Path folder, long maxBytes) throws IOException {
        create(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isOurs(lock)) {
                throw new FolderInUse("another process uses " + folder);
            }
            return new EventLog(lock, folder, maxBytes);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A new folder is there for sure when all that were made for it are on the disk. */
    private static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = Objects.requireNonNull(folder.toAbsolutePath().getParent(), "the root is a folder");
            create(parent);
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Segment.forceFolder(parent);
        }
    }

    /** A process that was killed may need a moment until it is gone. */
    private static boolean isOurs(FileChannel lock) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean ours = locked(lock);
        while (!ours && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
            ours = locked(lock);
        }
        return ours;
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    @Override
    public void recover(Consumer<Kept> owner) throws IOException {
        recovery.handOver(event -> {
            kept.incrementAndGet();
            owner.accept(event);
        });
        setAside.tell();
        writer.start();
    }

    @Override
    public CompletionStage<Place> accept(AcceptedEvent event) {
        Entry entry = new Entry(numbers.incrementAndGet());
        Write write = new Write(Frame.Kind.ACCEPT, entry, EventCodec.bytes(event));
        Optional<String> obstacle = obstacle(write.length());
        if (obstacle.isPresent()) {
            return CompletableFuture.failedFuture(new QueueFull(obstacle.get()));
        }
        return writer.add(write).thenApply(_ -> {
            kept.incrementAndGet();
            return entry;
        });
    }

    @Override
    public double fill() {
        double bytes = (writer.bytes() + writer.askedBytes()) / (double) maxBytes;
        return Math.max(bytes, kept.get() / (double) maxEvents);
    }

    private Optional<String> obstacle(int length) {
        if (writer.bytes() + writer.askedBytes() + length > maxBytes) {
            return Optional.of("the events that wait have reached " + (maxBytes >> 20) + " MiB of disk space");
        }
        if (kept.get() >= maxEvents) {
            return Optional.of(maxEvents + " events wait, which is all that this process has memory for");
        }
        return writer.askedBytes() > MOST_ASKED
                ? Optional.of("the disk does not keep up with the events that come")
                : Optional.empty();
    }

    @Override
    public CompletionStage<Void> note(Place place, Progress progress) {
        return writer.add(new Write(Frame.Kind.NOTE, (Entry) place, EventCodec.bytes(progress)));
    }

    @Override
    public CompletionStage<Void> settle(Place place, AcceptedEvent event, Outcome outcome) {
        return writer.add(new Write(Frame.Kind.SETTLE, (Entry) place, EventCodec.bytes(event, outcome)));
    }

    @Override
    public CompletionStage<Void> remove(Place place) {
        kept.decrementAndGet();
        return writer.add(new Write(Frame.Kind.REMOVE, (Entry) place, NOTHING));
    }

    @Override
    public AcceptedEvent read(Place place) throws IOException {
        return EventCodec.event(content((Entry) place));
    }

    @Override
    public CompletedEvent completed(Place place) throws IOException {
        return EventCodec.completed(content((Entry) place));
    }

    @Override
    public int setAside() {
        return setAside.count();
    }

    /** Of an event's record, wherever it lies by now. */
    static byte[] content(Entry entry) throws IOException {
        while (true) {
            Entry.Location location = entry.location();
            @Nullable Segment segment = location.segment();
            if (segment == null) {
                throw new Unreadable("event " + entry.number + " is not kept", null);
            }
            try {
                return segment.read(location, entry.number);
            } catch (IOException e) {
                if (entry.isIn(segment)) {
                    throw e;
                }
                // it was moved meanwhile, and its segment deleted
            }
        }
    }

    @Override
    public long bytes() {
        return writer.bytes();
    }

    @Override
    public void close() {
        writer.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

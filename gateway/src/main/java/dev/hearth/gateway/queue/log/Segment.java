package dev.hearth.gateway.queue.log;

import dev.hearth.gateway.queue.EventQueue;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of records, written from its beginning to its end and never changed. Its number and its secret are its name, so that no
 * damage to the file can hide its records. Used by the log's own thread, but for {@link #read}.
 */
final class Segment implements Closeable {
    private static final Pattern NAME = Pattern.compile("(\\d{16})-([0-9a-f]{16})\\.events");

    private static final String DAMAGED = ".damaged";

    final long number;
    final long secret;
    private final Path folder;
    private final Path file;
    private final FileChannel channel;
    /** Those that lie here, or did. */
    private final List<Entry> entries = new ArrayList<>();

    private int size;
    /** Whether a record of it cannot be read, so that the file stays for somebody to look at. */
    private volatile boolean isDamaged;

    private long live;
    private int left;

    private Segment(long number, long secret, Path folder, Path file, FileChannel channel) throws IOException {
        this.number = number;
        this.secret = secret;
        this.folder = folder;
        this.file = file;
        this.channel = channel;
        this.size = Math.toIntExact(channel.size());
    }

    /** A new one, without records; on the disk when this returns. */
    static Segment create(Path folder, long number) throws IOException {
        long secret = new SecureRandom().nextLong();
        Path file = folder.resolve(String.format(Locale.ROOT, "%016d-%016x.events", number, secret));
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            forceFolder(folder);
            return new Segment(number, secret, folder, file, channel);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Those that earlier processes wrote, to be read only; the eldest first. */
    static List<Segment> openAll(Path folder) throws IOException {
        List<Path> files;
        try (var found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        List<Segment> segments = new ArrayList<>();
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                segments.add(new Segment(
                        Long.parseLong(name.group(1)),
                        Long.parseUnsignedLong(name.group(2), 16),
                        folder,
                        file,
                        FileChannel.open(file, StandardOpenOption.READ)));
            }
        }
        return segments;
    }

    /** What is new in a folder, or no more in it, is so for sure when the folder is on the disk. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    // ---- records ----

    int size() {
        return size;
    }

    /** Adds records; they are safe after {@link #force}. */
    void append(ByteBuffer records) throws IOException {
        int length = records.remaining();
        write(channel, records, size);
        size += length;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Forgets what lies behind: it was never said to be safe. */
    void truncate(int length) throws IOException {
        channel.truncate(length);
        size = length;
    }

    /** The content of a record. */
    byte[] read(Entry.Location location, long entryNumber) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(location.length());
        readFully(channel, record, location.place());
        Frame.Read read = Frame.read(record.flip(), secret, location.place());
        if (read == null || read.number() != entryNumber) {
            isDamaged = true;
            throw new EventQueue.Unreadable("the record at " + location.place() + " of " + file + " is damaged", null);
        }
        return read.content();
    }

    void markDamaged() {
        isDamaged = true;
    }

    FileChannel channel() {
        return channel;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long place) throws IOException {
        for (long at = place; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long place) throws IOException {
        for (long at = place; into.hasRemaining(); ) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException("ends after " + at + " bytes");
            }
            at += read;
        }
    }

    // ---- what of it is still needed ----

    void enter(Entry entry, int length) {
        entries.add(entry);
        live += length;
    }

    void left(int length) {
        live -= length;
        left++;
        if (left > entries.size() / 2) {
            entries.removeIf(entry -> !entry.isIn(this));
            left = 0;
        }
    }

    /** Bytes of events that are not done with. */
    long live() {
        return live;
    }

    /** Those that still lie here. */
    List<Entry> living() {
        return entries.stream().filter(entry -> entry.isIn(this)).distinct().toList();
    }

    /**
     * Deletes its file, or, which no full disk can hinder, renames one that is damaged; returns the bytes that are still there. If it
     * fails it can be done again, however far it came.
     */
    long discard() throws IOException {
        close();
        if (!isDamaged) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            Files.move(file, folder.resolve(file.getFileName() + DAMAGED), StandardCopyOption.ATOMIC_MOVE);
        }
        forceFolder(folder);
        return isDamaged ? size : 0;
    }

    /** Files of segments that were damaged and are needed no more. */
    static List<Path> damaged(Path folder) throws IOException {
        try (var found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(DAMAGED)).toList();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

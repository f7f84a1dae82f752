package dev.hearth.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zips, also such as no honest tool would write. */
final class TestZip {
    private static final int CENTRAL_HEADER = 46;
    private static final int LOCAL_HEADER = 30;

    private final Path file;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private int level = Deflater.DEFAULT_COMPRESSION;
    private Instant time = Instant.parse("2026-11-30T00:00:00Z");

    private TestZip(Path file) {
        this.file = file;
    }

    static TestZip in(Path folder, String name) {
        return new TestZip(folder.resolve(name));
    }

    TestZip with(String name, String content) {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TestZip with(String name, byte[] content) {
        entries.put(name, content);
        times.put(name, time);
        return this;
    }

    /** The time of the entries that follow. */
    TestZip at(Instant modified) {
        time = modified;
        return this;
    }

    /** Spends little on compression. */
    TestZip quickly() {
        level = Deflater.BEST_SPEED;
        return this;
    }

    TestZip withZeros(String name, int size) {
        entries.put(name, new byte[size]);
        return this;
    }

    Path write() {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(level);
            for (var entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setLastModifiedTime(FileTime.from(times.getOrDefault(entry.getKey(), time)));
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it a zip from Unix whose entry has this {@code st_mode}. */
    static void setMode(Path zip, String entry, int mode) {
        change(
                zip,
                (bytes, central) -> {
                    bytes.put(central + 5, (byte) 3);
                    bytes.putInt(central + 38, mode << 16);
                },
                entry);
    }

    /** The same for all entries. */
    static void setModes(Path zip, int mode) {
        change(
                zip,
                (bytes, central) -> {
                    bytes.put(central + 5, (byte) 3);
                    bytes.putInt(central + 38, mode << 16);
                },
                "");
    }

    static void setCrc(Path zip, String entry, int crc) {
        change(zip, (bytes, central) -> bytes.putInt(central + 16, crc), entry);
    }

    static void stateSize(Path zip, String entry, int size) {
        change(zip, (bytes, central) -> bytes.putInt(central + 24, size), entry);
    }

    /** Both names must be of one length. */
    static void rename(Path zip, String from, String to) {
        renameBytes(zip, from, to.getBytes(StandardCharsets.UTF_8));
    }

    static void renameBytes(Path zip, String from, byte[] name) {
        change(
                zip,
                (bytes, central) -> {
                    bytes.put(bytes.getInt(central + 42) + LOCAL_HEADER, name);
                    bytes.put(central + CENTRAL_HEADER, name);
                    bytes.putShort(central + 8, (short) (bytes.getShort(central + 8) & ~(1 << 11)));
                },
                from);
    }

    private interface Change {
        void apply(ByteBuffer bytes, int centralHeader);
    }

    private static void change(Path zip, Change change, String entry) {
        try {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at + CENTRAL_HEADER + entry.length() <= bytes.limit(); at++) {
                if (bytes.getInt(at) == 0x02014b50 && (entry.isEmpty() || entry.equals(nameAt(bytes, at)))) {
                    change.apply(bytes, at);
                }
            }
            Files.write(zip, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameAt(ByteBuffer bytes, int central) {
        int length = Short.toUnsignedInt(bytes.getShort(central + 28));
        byte[] name = new byte[length];
        bytes.get(central + CENTRAL_HEADER, name);
        return new String(name, StandardCharsets.UTF_8);
    }
}

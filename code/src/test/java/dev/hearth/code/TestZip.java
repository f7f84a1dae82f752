package dev.hearth.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zips, also such as no honest tool would write. */
final class TestZip {
    private static final int CENTRAL_HEADER = 46;
    private static final int LOCAL_HEADER = 30;

    private final Path file;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

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
        return this;
    }

    TestZip withZeros(String name, int size) {
        entries.put(name, new byte[size]);
        return this;
    }

    Path write() {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
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

    static void stateSize(Path zip, String entry, int size) {
        change(zip, (bytes, central) -> bytes.putInt(central + 24, size), entry);
    }

    /** Both names must be of one length. */
    static void rename(Path zip, String from, String to) {
        byte[] name = to.getBytes(StandardCharsets.UTF_8);
        change(
                zip,
                (bytes, central) -> {
                    bytes.put(bytes.getInt(central + 42) + LOCAL_HEADER, name);
                    bytes.put(central + CENTRAL_HEADER, name);
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
                if (bytes.getInt(at) == 0x02014b50 && entry.equals(nameAt(bytes, at))) {
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

package dev.hearth.code;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * The Unix file modes in a zip's central directory, which {@code java.util.zip} does not give: executable bits and
 * symbolic links. Layout: PKWARE APPNOTE 4.3.12 and 4.3.16. A zip64 archive is refused: 65,535 entries and 4 GB are
 * beyond what a package may hold anyway.
 */
final class ZipDirectory {
    private static final int END_SIZE = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int HEADER_SIZE = 46;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MADE_ON_UNIX = 3;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_LINK = 0120000;
    private static final int ANY_EXECUTE = 0111;

    private final Map<String, Integer> modes;

    private ZipDirectory(Map<String, Integer> modes) {
        this.modes = modes;
    }

    static ZipDirectory read(Path zip) throws IOException {
        try (FileChannel channel = FileChannel.open(zip)) {
            return new ZipDirectory(modes(directory(channel)));
        }
    }

    boolean isLink(String entry) {
        return (modes.getOrDefault(entry, 0) & TYPE_MASK) == TYPE_LINK;
    }

    boolean isExecutable(String entry) {
        return (modes.getOrDefault(entry, 0) & ANY_EXECUTE) != 0;
    }

    private static ByteBuffer directory(FileChannel channel) throws IOException {
        long size = channel.size();
        int tailSize = (int) Math.min(size, END_SIZE + MAX_COMMENT);
        ByteBuffer tail = read(channel, size - tailSize, tailSize);
        int end = endRecord(tail);
        long length = Integer.toUnsignedLong(tail.getInt(end + 12));
        long start = size - tailSize + end - length;
        if (start < 0 || length > size) {
            throw new ZipException("central directory is cut off, or in the unsupported zip64 format");
        }
        return read(channel, start, (int) length);
    }

    private static int endRecord(ByteBuffer tail) throws ZipException {
        for (int at = tail.limit() - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE
                    && Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit() - at - END_SIZE) {
                return at;
            }
        }
        throw new ZipException("no end of central directory");
    }

    private static Map<String, Integer> modes(ByteBuffer directory) throws ZipException {
        Map<String, Integer> modes = new HashMap<>();
        while (directory.remaining() >= HEADER_SIZE) {
            int at = directory.position();
            if (directory.getInt(at) != HEADER_SIGNATURE) {
                throw new ZipException("broken central directory");
            }
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            int restLength =
                    Short.toUnsignedInt(directory.getShort(at + 30)) + Short.toUnsignedInt(directory.getShort(at + 32));
            if (directory.remaining() < HEADER_SIZE + nameLength + restLength) {
                throw new ZipException("broken central directory");
            }
            String name = text(directory, at + HEADER_SIZE, nameLength);
            boolean unix = Byte.toUnsignedInt(directory.get(at + 5)) == MADE_ON_UNIX;
            modes.put(name, unix ? directory.getInt(at + 38) >>> 16 : 0);
            directory.position(at + HEADER_SIZE + nameLength + restLength);
        }
        return modes;
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        byte[] text = new byte[length];
        bytes.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the file ends early");
            }
        }
        return bytes.flip();
    }
}

package dev.hearth.code;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A zip's central directory, read within bounds: {@code java.util.zip} holds one of any size in memory, and does not give file
 * modes. Layout: PKWARE APPNOTE 4.3.12 to 4.3.16.
 *
 * <p>Names may be written in any of two ways, told by a flag; see {@link ZipName}.
 */
final class ZipDirectory {
    private static final int END_SIZE = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_SIZE = 56;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int HEADER_SIZE = 46;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final int MAX_COMMENT = 0xffff;
    private static final long IN_ZIP64 = 0xffff_ffffL;

    private ZipDirectory() {}

    /** Where a directory is: position in the file and length. */
    private record Place(long start, long length) {}

    /**
     * Entries in the order of the directory.
     *
     * @throws CodeProblem when it is larger than the limits let
     */
    static List<PackageEntry> read(FileChannel zip, PackageLimits limits) throws IOException {
        Place place = place(zip);
        limits.checkDirectory(place.length());
        return entries(read(zip, place.start(), (int) place.length()), limits);
    }

    private static Place place(FileChannel zip) throws IOException {
        long size = zip.size();
        int tailSize = (int) Math.min(size, END_SIZE + MAX_COMMENT);
        ByteBuffer tail = read(zip, size - tailSize, tailSize);
        int end = endRecord(tail);
        long endAt = size - tailSize + end;
        long length = Integer.toUnsignedLong(tail.getInt(end + 12));
        long offset = Integer.toUnsignedLong(tail.getInt(end + 16));
        boolean large =
                length == IN_ZIP64 || offset == IN_ZIP64 || Short.toUnsignedInt(tail.getShort(end + 10)) == 0xffff;
        return checked(large ? zip64(zip, endAt, length) : new Place(endAt - length, length), size);
    }

    private static Place checked(Place place, long size) throws ZipException {
        if (place.start() < 0 || place.length() < 0 || place.length() > size - place.start()) {
            throw new ZipException("the central directory is cut off");
        }
        return place;
    }

    /** The larger form of the end, which lies before the other; a zip of 65,535 entries need not have one. */
    private static Place zip64(FileChannel zip, long endAt, long length) throws IOException {
        if (endAt < LOCATOR_SIZE + END64_SIZE) {
            return new Place(endAt - length, length);
        }
        ByteBuffer locator = read(zip, endAt - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            return new Place(endAt - length, length);
        }
        // What is before a zip (a script, say) moves it without its offsets: the end lies right before its locator too.
        for (long at : new long[] {locator.getLong(8), endAt - LOCATOR_SIZE - END64_SIZE}) {
            if (at >= 0 && at <= endAt - END64_SIZE) {
                ByteBuffer end = read(zip, at, END64_SIZE);
                if (end.getInt(0) == END64_SIGNATURE) {
                    return new Place(at - end.getLong(40), end.getLong(40));
                }
            }
        }
        throw new ZipException("no end of a zip64 central directory");
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

    private static List<PackageEntry> entries(ByteBuffer directory, PackageLimits limits) throws ZipException {
        List<PackageEntry> entries = new ArrayList<>();
        while (directory.remaining() >= HEADER_SIZE) {
            int at = directory.position();
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            int restLength =
                    Short.toUnsignedInt(directory.getShort(at + 30)) + Short.toUnsignedInt(directory.getShort(at + 32));
            if (directory.getInt(at) != HEADER_SIGNATURE
                    || directory.remaining() < HEADER_SIZE + nameLength + restLength) {
                throw new ZipException("broken central directory");
            }
            entries.add(entry(directory, at, nameLength));
            limits.checkEntries(entries.size());
            directory.position(at + HEADER_SIZE + nameLength + restLength);
        }
        return entries;
    }

    private static PackageEntry entry(ByteBuffer directory, int at, int nameLength) {
        byte[] name = new byte[nameLength];
        directory.get(at + HEADER_SIZE, name);
        return PackageEntry.of(
                ZipName.of(name, directory.getShort(at + 8)),
                Byte.toUnsignedInt(directory.get(at + 5)),
                directory.getInt(at + 38) >>> 16,
                Integer.toUnsignedLong(directory.getInt(at + 24)),
                ZipTime.millis(
                        directory,
                        Short.toUnsignedInt(directory.getShort(at + 12)),
                        Short.toUnsignedInt(directory.getShort(at + 14)),
                        at + HEADER_SIZE + nameLength,
                        Short.toUnsignedInt(directory.getShort(at + 30))));
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

package dev.hearth.code;

import dev.hearth.fuzz.Parts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A zip made by an input's plan: good lengths and checksums, but names, modes, stated sizes and the comment as the plan says. Layout:
 * PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16.
 */
final class PlannedZip {
    private static final int MAX_ENTRIES = 60;
    private static final int MAX_LARGE = 4;
    private static final int LOCAL = 30;
    private static final int CENTRAL = 46;
    private static final int END = 22;
    private static final int DEFLATED = 8;
    private static final byte LIBRARY = (byte) 0xFE;
    private static final int VERSION = 20;
    private static final int UTF8_NAMES = 0x800;
    private static final int MADE_ON_UNIX = 3 << 8;
    private static final List<Integer> MODES = List.of(0100644, 0100755, 0120777, 0040755, 0, 0060644);

    private final ByteArrayOutputStream zip = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    private PlannedZip() {}

    static byte[] of(Parts plan) {
        PlannedZip made = new PlannedZip();
        while (plan.hasMore() && made.directory.size() < MAX_ENTRIES) {
            made.entry(plan);
        }
        return made.end();
    }

    private void entry(Parts plan) {
        int kind = plan.number();
        byte[] name = plan.bytes();
        byte[] content = repeated(content(name, plan.bytes()), kind >= 192 && directory.size() < MAX_LARGE ? 256 : 1);
        boolean deflated = (kind & 1) == 1;
        byte[] stored = deflated ? deflated(content) : content;
        CRC32 crc = new CRC32();
        crc.update(content);
        int stated = (kind & 2) == 0 ? content.length : (kind & 4) == 0 ? 0 : Integer.MAX_VALUE;
        int place = zip.size();
        byte[] common = common(deflated, crc.getValue(), stored.length, stated, name.length);
        zip.writeBytes(buffer(LOCAL).putInt(0x04034b50).put(common).array());
        zip.writeBytes(name);
        zip.writeBytes(stored);
        directory.add(central(common, MODES.get((kind >> 3) % MODES.size()), place, name));
    }

    /** Of a library that begins with its own mark: a plan of its own, in which the mark ends a part. */
    private static byte[] content(byte[] name, byte[] planned) {
        boolean library = new String(name, StandardCharsets.ISO_8859_1).endsWith(".jar");
        if (!library || planned.length == 0 || planned[0] != LIBRARY) {
            return planned;
        }
        byte[] plan = Arrays.copyOfRange(planned, 1, planned.length);
        for (int at = 0; at < plan.length; at++) {
            plan[at] = plan[at] == LIBRARY ? (byte) 0xFF : plan[at];
        }
        return of(new Parts(plan));
    }

    private static byte[] common(boolean deflated, long crc, int stored, int stated, int name) {
        return buffer(LOCAL - Integer.BYTES)
                .putShort((short) VERSION)
                .putShort((short) UTF8_NAMES)
                .putShort((short) (deflated ? DEFLATED : 0))
                .putInt(0)
                .putInt((int) crc)
                .putInt(stored)
                .putInt(stated)
                .putShort((short) name)
                .putShort((short) 0)
                .array();
    }

    private static byte[] central(byte[] common, int mode, int place, byte[] name) {
        return buffer(CENTRAL + name.length)
                .putInt(0x02014b50)
                .putShort((short) (MADE_ON_UNIX | VERSION))
                .put(common)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(mode << 16)
                .putInt(place)
                .put(name)
                .array();
    }

    private byte[] end() {
        int start = zip.size();
        directory.forEach(zip::writeBytes);
        zip.writeBytes(buffer(END)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) directory.size())
                .putShort((short) directory.size())
                .putInt(zip.size() - start)
                .putInt(start)
                .putShort((short) 0)
                .array());
        return zip.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] repeated(byte[] content, int times) {
        return new String(content, StandardCharsets.ISO_8859_1).repeat(times).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + 64];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }
}

package dev.hearth.code;

import java.nio.ByteBuffer;
import java.time.LocalDate;

/**
 * When an entry was last changed. Tools write it in local time, by MS-DOS' rules, and many also in UTC, as an extra field. Local time
 * is taken for UTC, which it is on Lambda; to know another zone's rules would cost a start more than to unpack a small package.
 */
final class ZipTime {
    /** Info-ZIP's extended timestamp: flags, then seconds since 1970. */
    private static final int EXTENDED = 0x5455;

    private static final int HAS_MODIFIED = 1;
    private static final int FIELD_HEAD = 4;
    private static final long SECONDS_PER_DAY = 86_400;

    private ZipTime() {}

    /**
     * Milliseconds since 1970.
     *
     * @param extraAt where the extra fields begin
     */
    static long millis(ByteBuffer directory, int dosTime, int dosDate, int extraAt, int extraLength) {
        int end = extraAt + extraLength;
        for (int at = extraAt; at + FIELD_HEAD <= end; ) {
            int length = Short.toUnsignedInt(directory.getShort(at + 2));
            boolean extended = Short.toUnsignedInt(directory.getShort(at)) == EXTENDED && length >= 5;
            if (extended && at + FIELD_HEAD + 5 <= end && (directory.get(at + FIELD_HEAD) & HAS_MODIFIED) != 0) {
                return 1_000L * directory.getInt(at + FIELD_HEAD + 1);
            }
            at += FIELD_HEAD + length;
        }
        return dosMillis(dosTime, dosDate);
    }

    private static long dosMillis(int time, int date) {
        int month = Math.clamp((date >> 5) & 0xf, 1, 12);
        LocalDate first = LocalDate.of(1980 + ((date >> 9) & 0x7f), month, 1);
        long day = first.toEpochDay() + Math.max(0, (date & 0x1f) - 1);
        int seconds = ((time >> 11) & 0x1f) * 3_600 + ((time >> 5) & 0x3f) * 60 + (time & 0x1f) * 2;
        return 1_000 * (day * SECONDS_PER_DAY + seconds);
    }
}

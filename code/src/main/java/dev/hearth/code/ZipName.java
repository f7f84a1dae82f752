package dev.hearth.code;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * An entry's name. With a flag it is UTF-8; without, tools write what they please, mostly UTF-8 too.
 *
 * @param text as people read it
 * @param key as {@code java.util.zip} names the entry of a zip that was opened with ISO 8859-1, which takes all names
 */
record ZipName(String text, String key) {
    private static final int UTF_8 = 1 << 11;

    static ZipName of(byte[] bytes, int flags) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        String text = isAscii(bytes) ? latin : decoded(bytes, latin);
        return new ZipName(text, (flags & UTF_8) != 0 ? text : latin);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(byte[] bytes, String otherwise) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return otherwise;
        }
    }
}

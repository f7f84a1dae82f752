package dev.hearth.gateway.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The id of a revision: 16 hex digits of a SHA-256 over all that a running environment depends on. The bounds of
 * its scaling are not part of it, since changing them needs no new environment.
 */
final class RevisionId {
    private static final int BYTES = 8;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private RevisionId() {}

    static String of(Configuration c, String codeSha256) {
        return new RevisionId()
                .add(c.function().arn(), c.function().namespace(), c.version(), c.runtime(), c.handler())
                .add("" + c.memorySizeMb(), "" + c.timeout(), "" + c.ephemeralStorageMb(), codeSha256)
                .add(
                        c.logging().format(),
                        c.logging().applicationLevel(),
                        c.logging().systemLevel())
                .add(c.logging().group())
                .add(c.variables())
                .id();
    }

    /** Lengths go before the values, so that no two configurations read the same. */
    private RevisionId add(String... values) {
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            text.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            text.writeBytes(bytes);
        }
        return this;
    }

    private RevisionId add(Map<String, String> variables) {
        new TreeMap<>(variables).forEach((name, value) -> add(name, value));
        return this;
    }

    private String id() {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(text.toByteArray()), BYTES));
    }
}

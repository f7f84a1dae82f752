package dev.hearth.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that a runtime writes to its process's own output at the end of an invocation whose caller wants the log's tail, where
 * the gateway reads that output: what was printed past the runtime until then is of that invocation. Never shown.
 */
public final class RawOutputMark {
    private static final String MARK = "\0hearth-end\0";

    private RawOutputMark() {}

    /** The mark. */
    public static byte[] bytes() {
        return MARK.getBytes(StandardCharsets.US_ASCII);
    }
}

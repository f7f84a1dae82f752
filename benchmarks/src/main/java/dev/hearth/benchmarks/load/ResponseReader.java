package dev.hearth.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads HTTP/1.1 responses of one connection, one after the other, from bytes as they arrive. Understands
 * {@code Content-Length} and chunked bodies; a response without either is taken to have no body.
 */
final class ResponseReader {
    private static final int UNKNOWN = -1;

    private byte[] bytes = new byte[4096];
    private int length;
    private int bodyStart = UNKNOWN;
    private String head = "";

    /** Takes what arrived and says whether the response is complete now. */
    boolean accept(ByteBuffer arrived) {
        int more = arrived.remaining();
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        arrived.get(bytes, length, more);
        length += more;
        return complete();
    }

    int status() {
        return Integer.parseInt(head, 9, 12, 10);
    }

    Optional<String> header(String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
        if (at < 0) {
            return Optional.empty();
        }
        int start = at + name.length() + 3;
        int end = head.indexOf("\r\n", start);
        return Optional.of(head.substring(start, end).strip());
    }

    /** The body as it came; a chunked one still has its chunk sizes. */
    String rawBody() {
        return new String(bytes, bodyStart, length - bodyStart, StandardCharsets.UTF_8);
    }

    void reset() {
        length = 0;
        bodyStart = UNKNOWN;
        head = "";
    }

    private boolean complete() {
        if (bodyStart == UNKNOWN && !findHead()) {
            return false;
        }
        Optional<String> contentLength = header("Content-Length");
        if (contentLength.isPresent()) {
            return length - bodyStart >= Integer.parseInt(contentLength.get());
        }
        return header("Transfer-Encoding").isEmpty() || endsWithLastChunk();
    }

    private boolean findHead() {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                bodyStart = i + 1;
                head = new String(bytes, 0, i - 1, StandardCharsets.ISO_8859_1);
                return true;
            }
        }
        return false;
    }

    /** Whether the chunks end with the empty one; no peer of these benchmarks sends trailers. */
    private boolean endsWithLastChunk() {
        int at = bodyStart;
        while (true) {
            int lineEnd = indexOfLineEnd(at);
            if (lineEnd == UNKNOWN) {
                return false;
            }
            int size = Integer.parseInt(new String(bytes, at, lineEnd - at, StandardCharsets.ISO_8859_1).strip(), 16);
            at = lineEnd + 2 + size + 2;
            if (at > length) {
                return false;
            }
            if (size == 0) {
                return true;
            }
        }
    }

    private int indexOfLineEnd(int from) {
        for (int i = from; i + 1 < length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return UNKNOWN;
    }
}

package dev.hearth.runtime.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request body in HTTP chunks; each is one write. */
public final class ChunkedBody {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;

    ChunkedBody(OutputStream out) {
        this.out = out;
    }

    /** Sends a piece; an empty one would end the body and is left out. */
    public void chunk(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[size.length + length + LINE_END.length];
        System.arraycopy(size, 0, whole, 0, size.length);
        System.arraycopy(bytes, offset, whole, size.length, length);
        System.arraycopy(LINE_END, 0, whole, size.length + length, LINE_END.length);
        out.write(whole);
    }

    /** Ends the body with trailers, names and values by turns. */
    public void end(List<String> trailers) throws IOException {
        StringBuilder last = new StringBuilder("0\r\n");
        for (int i = 0; i < trailers.size(); i += 2) {
            last.append(trailers.get(i))
                    .append(": ")
                    .append(trailers.get(i + 1))
                    .append("\r\n");
        }
        out.write(last.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}

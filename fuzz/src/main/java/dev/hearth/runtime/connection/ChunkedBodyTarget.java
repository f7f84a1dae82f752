package dev.hearth.runtime.connection;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.StrictHttp;
import dev.hearth.fuzz.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Streamed results: a strict reader finds the chunks' bytes again, and nothing behind them. */
public final class ChunkedBodyTarget implements Target {
    private static final String HEAD = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Override
    public void check(byte[] input) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ChunkedBody chunks = new ChunkedBody(sent);
        Parts parts = new Parts(input);
        while (parts.hasMore()) {
            byte[] chunk = parts.bytes();
            chunks.chunk(chunk, 0, chunk.length);
            body.writeBytes(chunk);
        }
        chunks.end(List.of("Hearth-Ends", "true"));
        Finding.unlessEqual(
                StrictHttp.requests(sent.toByteArray()),
                List.of(new StrictHttp.Message("POST / HTTP/1.1", body.toString(StandardCharsets.ISO_8859_1))),
                "a streamed result changes");
    }
}

package dev.hearth.gateway.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.util.ByteProcessor;

/**
 * Lines of headers and trailers that a decoder is about to read. Those are refused that begin with a space or a tab, and so go on with the
 * value of the line before (obs-fold), as RFC 9112 5.2 lets a server do: Netty copies the whole value for each, so that 32 KiB of
 * them take as long as ten thousand requests.
 */
final class HeaderLines implements HttpHeadersFactory {
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean inside;
    private boolean chunked;

    /** Bytes that are decoded next; false: they go on with lines, of which one is folded. */
    boolean mayGoOn(ByteBuf bytes) {
        received = bytes;
        return !inside || !isFolded(bytes);
    }

    /** The rest of what is received begins with lines. */
    void begin() {
        inside = true;
        if (isFolded(received)) {
            throw refusal();
        }
    }

    /** They are read, or whatever was read is no such line. */
    void end() {
        inside = false;
    }

    /** @param next whether the next body is chunked: no other has trailers */
    void bodyIsChunked(boolean next) {
        chunked = next;
    }

    static IllegalArgumentException refusal() {
        return new IllegalArgumentException("a header's value goes on in another line; write it in one");
    }

    /** Whether one is folded of the lines that these bytes begin with, which may end before they do, or be cut off. */
    private static boolean isFolded(ByteBuf bytes) {
        Scan scan = new Scan();
        bytes.forEachByte(scan);
        return scan.folded;
    }

    /** Goes from the beginning of a line to a folded one, or to the empty one that ends them. */
    private static final class Scan implements ByteProcessor {
        private boolean begins = true;
        private boolean empty;
        private boolean folded;

        @Override
        public boolean process(byte next) {
            if (begins) {
                folded = next == ' ' || next == '\t';
                empty = true;
            }
            begins = next == '\n';
            if (begins) {
                return !empty;
            }
            empty &= next == '\r';
            return !folded;
        }
    }

    // ---- trailers, whose first line is read ----

    @Override
    public HttpHeaders newHeaders() {
        if (chunked) {
            begin();
        }
        return FewHeaders.FACTORY.newHeaders();
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
        return newHeaders();
    }
}

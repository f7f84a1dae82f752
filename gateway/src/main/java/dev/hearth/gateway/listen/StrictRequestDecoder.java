package dev.hearth.gateway.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/**
 * Reads requests and refuses those whose length can be read in two ways: with both {@code Content-Length} and
 * {@code Transfer-Encoding} a proxy in front might see another end of the request than we do. So it might where a request says that
 * it is of another HTTP than 1. Folded {@link HeaderLines} are refused too.
 */
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final int MAX_CHUNK = 64 * 1024;

    private final HeaderLines lines;
    private boolean tookBytes;
    private boolean refused;

    /**
     * @param maxLine of a request, in bytes
     * @param maxHeaders of a request, in bytes
     */
    public StrictRequestDecoder(int maxLine, int maxHeaders) {
        this(maxLine, maxHeaders, new HeaderLines());
    }

    private StrictRequestDecoder(int maxLine, int maxHeaders, HeaderLines lines) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxLine)
                .setMaxHeaderSize(maxHeaders)
                .setMaxChunkSize(MAX_CHUNK)
                .setHeadersFactory(FewHeaders.FACTORY)
                .setTrailersFactory(lines));
        this.lines = lines;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        tookBytes = true;
        super.channelRead(context, message);
    }

    /** Whether there were bytes of requests since this was asked last; a read of TLS's own messages brings none. */
    public boolean tookBytes() {
        boolean took = tookBytes;
        tookBytes = false;
        return took;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (refused) {
            bytes.skipBytes(bytes.readableBytes());
        } else if (lines.mayGoOn(bytes)) {
            super.decode(context, bytes, out);
            endLines(out);
        } else {
            refuse(bytes, out);
        }
    }

    /** What is read is added to {@code out} as a whole, and nothing before its last line. */
    private void endLines(List<Object> out) {
        if (!out.isEmpty()) {
            lines.end();
        }
    }

    /** The lines come in pieces, and the decoder has taken what was before. */
    private void refuse(ByteBuf bytes, List<Object> out) {
        bytes.skipBytes(bytes.readableBytes());
        HttpMessage request = createInvalidMessage();
        request.setDecoderResult(DecoderResult.failure(HeaderLines.refusal()));
        out.add(request);
        refused = true;
    }

    /** Asked once the first line is read. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!initialLine[2].startsWith("HTTP/1.")) {
            throw new IllegalArgumentException(
                    "the version is '" + initialLine[2] + "'; HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        lines.begin();
        return super.createMessage(initialLine);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding are given");
    }

    /** Asked once all headers are read. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean coded = message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        lines.bodyIsChunked(coded);
        if (coded) {
            refuseAllButChunked(message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
        }
        return super.isContentAlwaysEmpty(message);
    }

    /** No other coding is spoken here, and whoever writes this one otherwise may be read otherwise. */
    private static void refuseAllButChunked(List<String> codings) {
        if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new IllegalArgumentException("Transfer-Encoding is " + codings + "; chunked is spoken here");
        }
    }
}

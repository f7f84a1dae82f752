package dev.hearth.gateway.invoke;

import dev.hearth.gateway.listen.FewHeaders;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/**
 * Reads requests and refuses those whose length can be read in two ways: with both {@code Content-Length} and
 * {@code Transfer-Encoding} a proxy in front might see another end of the request than we do. So it might where a request says that
 * it is of another HTTP than 1.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private boolean tookBytes;

    StrictRequestDecoder(InvokeSettings settings) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxHeaderBytes())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxChunkSize(64 * 1024)
                .setHeadersFactory(FewHeaders.FACTORY)
                .setTrailersFactory(FewHeaders.FACTORY));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        tookBytes = true;
        super.channelRead(context, bytes);
    }

    /** Whether there were bytes of requests since this was asked last; a read of TLS's own messages brings none. */
    boolean tookBytes() {
        boolean took = tookBytes;
        tookBytes = false;
        return took;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!initialLine[2].startsWith("HTTP/1.")) {
            throw new IllegalArgumentException(
                    "the version is '" + initialLine[2] + "'; HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        return super.createMessage(initialLine);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding are given");
    }

    /** Asked once all headers are read. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
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

package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Reads requests and refuses those whose length can be read in two ways: with both {@code Content-Length} and
 * {@code Transfer-Encoding} a proxy in front might see another end of the request than we do.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    StrictRequestDecoder(InvokeSettings settings) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxHeaderBytes())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxChunkSize(64 * 1024));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding are given");
    }
}

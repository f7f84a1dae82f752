package dev.hearth.gateway.listen;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * Headers of a request, bounded in number: a line of four bytes takes a hundred in memory, so a bound of bytes alone is none.
 * What is too much fails the decoder.
 */
final class FewHeaders extends DefaultHttpHeaders {
    /** Of requests; trailers are counted anew. */
    private static final int MOST = 128;

    /** For a decoder's headers and trailers. */
    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new FewHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new FewHeaders();
        }
    };

    private int lines;

    private FewHeaders() {}

    /** As the decoder adds them, one for each line. */
    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        lines++;
        if (lines > MOST) {
            throw new IllegalArgumentException("there are more than " + MOST + " headers");
        }
        return super.add(name, value);
    }
}

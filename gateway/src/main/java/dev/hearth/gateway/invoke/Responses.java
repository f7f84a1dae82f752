package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Builds Lambda's HTTP answers. Header values come from Hearth or from checked request headers, so none is checked again,
 * and each is added once, so none is searched for.
 */
final class Responses {
    private static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-amzn-RequestId");
    private static final AsciiString ERROR_TYPE = AsciiString.cached("x-amzn-ErrorType");
    private static final AsciiString EXECUTED_VERSION = AsciiString.cached("X-Amz-Executed-Version");
    private static final AsciiString FUNCTION_ERROR = AsciiString.cached("X-Amz-Function-Error");
    private static final AsciiString LOG_RESULT = AsciiString.cached("X-Amz-Log-Result");
    private static final AsciiString COLD_START = AsciiString.cached("Hearth-Cold-Start");
    private static final AsciiString UNHANDLED = AsciiString.cached("Unhandled");
    private static final AsciiString EVENT_STREAM = AsciiString.cached("application/vnd.amazon.eventstream");

    private final HttpDate date;

    Responses(InstantSource clock) {
        date = new HttpDate(clock);
    }

    FullHttpResponse success(String requestId, Plan.Run run, Answer.Success success) {
        FullHttpResponse response = json(HttpResponseStatus.OK, requestId, success.payload());
        invoked(response.headers(), run, success.logTail());
        return response;
    }

    FullHttpResponse functionError(String requestId, Plan.Run run, Answer.FunctionError error) {
        FullHttpResponse response = json(HttpResponseStatus.OK, requestId, error.body());
        response.headers().add(FUNCTION_ERROR, UNHANDLED);
        invoked(response.headers(), run, error.logTail());
        return response;
    }

    /** Head of a streamed answer; messages follow. */
    HttpResponse streamHead(String requestId, Plan.Run run) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, HEADERS);
        common(response.headers(), requestId);
        response.headers().add(HttpHeaderNames.CONTENT_TYPE, EVENT_STREAM);
        response.headers().add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        invoked(response.headers(), run, Optional.empty());
        return response;
    }

    FullHttpResponse dryRun(String requestId) {
        FullHttpResponse response = full(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        common(response.headers(), requestId);
        return response;
    }

    FullHttpResponse accepted(String requestId, Plan.Accept accept) {
        FullHttpResponse response = full(HttpResponseStatus.ACCEPTED, Unpooled.EMPTY_BUFFER);
        common(response.headers(), requestId);
        response.headers().add(Planner.TRACE_ID, TraceHeader.root(accept.traceHeader()));
        response.headers().addInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    FullHttpResponse error(String requestId, InvokeError error) {
        WireError wire = InvokeErrors.wire(error);
        FullHttpResponse response = json(HttpResponseStatus.valueOf(wire.status()), requestId, wire.body());
        response.headers().add(ERROR_TYPE, wire.type());
        if (wire.retryAfterSeconds() > 0) {
            response.headers().add(HttpHeaderNames.RETRY_AFTER, Long.toString(wire.retryAfterSeconds()));
        }
        return response;
    }

    FullHttpResponse local(String requestId, TextResponse text) {
        ByteBuf body = Unpooled.wrappedBuffer(text.body().getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response = full(HttpResponseStatus.valueOf(text.status()), body);
        common(response.headers(), requestId);
        response.headers().add(HttpHeaderNames.CONTENT_TYPE, text.contentType());
        response.headers().addInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    /** Adds the phases an invocation waited for when it had to wait for an init, in ms. */
    void coldStart(HttpHeaders headers, ColdStart phases) {
        headers.add(COLD_START, phases.headerValue());
    }

    private FullHttpResponse json(HttpResponseStatus status, String requestId, byte[] body) {
        FullHttpResponse response = full(status, Unpooled.wrappedBuffer(body));
        common(response.headers(), requestId);
        response.headers().add(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        response.headers().addInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static FullHttpResponse full(HttpResponseStatus status, ByteBuf body) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, HEADERS, HEADERS);
    }

    private void common(HttpHeaders headers, String requestId) {
        headers.add(HttpHeaderNames.DATE, date.now());
        headers.add(REQUEST_ID, requestId);
    }

    private static void invoked(HttpHeaders headers, Plan.Run run, Optional<String> logTail) {
        headers.add(EXECUTED_VERSION, run.revision().version());
        headers.add(Planner.TRACE_ID, TraceHeader.root(run.traceHeader()));
        if (logTail.isPresent()) {
            headers.add(LOG_RESULT, logTail.get());
        }
    }
}

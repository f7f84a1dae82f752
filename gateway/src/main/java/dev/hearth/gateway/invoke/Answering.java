package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns what became of a connection's requests into HTTP. Everything but an answer's last part is written here; that one is
 * the connection's to write, since its state changes with it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write reaches the connection's exceptionCaught
final class Answering {
    private final Front front;
    private final Channel channel;
    private boolean lastAnswer;

    Answering(Front front, Channel channel) {
        this.front = front;
        this.channel = channel;
    }

    /** Whether the connection ends after the answer that was made last: it says so, or its server drains meanwhile. */
    boolean endsConnection() {
        return lastAnswer || front.connections().isDraining();
    }

    void sendContinue() {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
                channel.voidPromise());
    }

    HttpObject error(Request request, InvokeError error) {
        return plain(request, front.responses().error(request.id(), error));
    }

    HttpObject local(Request request, TextResponse text) {
        return plain(request, front.responses().local(request.id(), text));
    }

    HttpObject dryRun(Request request) {
        return plain(request, front.responses().dryRun(request.id()));
    }

    /** @param failure why it is not kept */
    HttpObject accepted(Request request, Plan.Accept accept, Optional<Throwable> failure) {
        return failure.isEmpty()
                ? plain(request, front.responses().accepted(request.id(), accept))
                : error(request, notAccepted(failure.get()));
    }

    private static InvokeError notAccepted(Throwable failure) {
        return switch (QueueFailure.of(failure)) {
            case QueueFailure.Ours(String why) -> new InvokeError.NotAccepted(why);
            case QueueFailure.OverShare(String _) ->
                new InvokeError.Throttled(
                        new Answer.Throttled(Answer.Reason.CallerRateLimitExceeded, Duration.ofSeconds(1)));
        };
    }

    /** An error after which the connection ends, whatever the caller wanted. */
    HttpObject lastError(String requestId, InvokeError error) {
        FullHttpResponse response = front.responses().error(requestId, error);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        lastAnswer = true;
        return response;
    }

    /** A piece of a streamed result; the answer's head goes before the first. */
    void chunk(Exchange from, StreamedAnswer stream, byte[] bytes) {
        begin(from, stream);
        stream.chunk(bytes);
    }

    /** The end of an invocation, or what is left of it when it was streamed. */
    HttpObject end(Exchange from, Answer answer) {
        boolean ran = answer instanceof Answer.Success || answer instanceof Answer.FunctionError;
        if (from.stream().isPresent() && (ran || from.stream().get().hasBegun())) {
            return endStream(from, from.stream().get(), answer);
        }
        Responses responses = front.responses();
        Request request = from.request();
        return switch (answer) {
            case Answer.Success success -> ran(from, responses.success(request.id(), from.plan(), success));
            case Answer.FunctionError error -> ran(from, responses.functionError(request.id(), from.plan(), error));
            case Answer.Throttled throttled -> error(request, new InvokeError.Throttled(throttled));
            case Answer.Unavailable unavailable -> error(request, new InvokeError.Unavailable(unavailable));
        };
    }

    private HttpObject endStream(Exchange from, StreamedAnswer stream, Answer answer) {
        begin(from, stream);
        stream.end(answer);
        return LastHttpContent.EMPTY_LAST_CONTENT;
    }

    private void begin(Exchange from, StreamedAnswer stream) {
        if (!stream.hasBegun()) {
            HttpResponse head = front.responses().streamHead(from.request().id(), from.plan());
            describeConnection(from.request(), head.headers());
            describeColdStart(from, head.headers());
            stream.begin(head);
        }
    }

    private HttpObject ran(Exchange from, FullHttpResponse response) {
        describeColdStart(from, response.headers());
        return plain(from.request(), response);
    }

    private void describeColdStart(Exchange from, HttpHeaders headers) {
        from.coldStart().ifPresent(phases -> front.responses().coldStart(headers, phases));
    }

    private HttpObject plain(Request request, FullHttpResponse response) {
        describeConnection(request, response.headers());
        return request.headOnly() ? response.replace(Unpooled.EMPTY_BUFFER) : response;
    }

    private void describeConnection(Request request, HttpHeaders headers) {
        lastAnswer = !request.keepAlive() || front.connections().isDraining();
        if (lastAnswer) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.http10()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }
}

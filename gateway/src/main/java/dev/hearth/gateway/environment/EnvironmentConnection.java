package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Beat;
import dev.hearth.gateway.dispatch.Ended;
import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.dispatch.InitError;
import dev.hearth.gateway.dispatch.LogTail;
import dev.hearth.gateway.dispatch.Result;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.protocol.EnvironmentState;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a proven environment: control or work, as its first request says. */
final class EnvironmentConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentConnection.class);

    private static final Answer.Unavailable NO_ROOM = new Answer.Unavailable(
            Answer.Cause.RESULT_DROPPED,
            "The function ran, but there was no memory for its result: too many results wait for their callers to read them.");

    private final Environment environment;
    private final Optional<CodePackages> packages;
    private final WorkConnection work;
    private final ResultRoom room;
    private final Body body = new Body();
    private final Deque<Object> early = new ArrayDeque<>(0);
    private @Nullable HttpRequest request;
    private boolean streaming;
    private String streamed = "";
    private @Nullable Object link;

    /**
     * A connection that has sent its first request.
     *
     * @param settings code that it may ask for, and how long its results may wait for memory
     */
    EnvironmentConnection(Environment environment, EnvironmentSettings settings, Channel channel) {
        this.environment = environment;
        this.packages = settings.packages();
        this.work = new WorkConnection(channel);
        this.room = new ResultRoom(
                channel.eventLoop(),
                settings.resultWait(),
                work::room,
                () -> receiveEarly(channel.pipeline().lastContext()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!early.isEmpty() || !hasRoom(message)) {
            early.add(message);
        } else {
            receive(context, message);
        }
    }

    /** What came before there was room for it. */
    private void receiveEarly(ChannelHandlerContext context) {
        while (!early.isEmpty() && hasRoom(early.element())) {
            receive(context, early.remove());
        }
    }

    /** A result's memory is there before it is: for all of it, or for each piece of a streamed one. */
    private boolean hasRoom(Object message) {
        if (message instanceof HttpRequest head) {
            room.begin(isResult(head.uri()) ? work.resultOf(EnvironmentPaths.requestId(head.uri())) : Optional.empty());
            return isStreaming(head) || room.take(expected(head));
        }
        return !streaming
                || !(message instanceof HttpContent content)
                || room.take(content.content().readableBytes());
    }

    private static boolean isResult(String path) {
        return EnvironmentPaths.isResponse(path) || EnvironmentPaths.isError(path);
    }

    private static boolean isStreaming(HttpRequest head) {
        return EnvironmentHeaders.STREAMING.equals(head.headers().get(EnvironmentHeaders.RESPONSE_MODE));
    }

    /** As much as is announced; what announces nothing may be as large as any. */
    private static int expected(HttpRequest head) {
        return (int) Math.min(HttpUtil.getContentLength(head, (long) Body.MAX_RESULT), Body.MAX_RESULT);
    }

    private void receive(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(context, head);
            }
            if (message instanceof HttpContent content) {
                receive(context, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (body.hasBegun()) {
            room.whenUnwanted(body::clear);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            refuse(context, "not HTTP/1.1");
            return;
        }
        request = head;
        boolean result = isResult(head.uri());
        streaming = isStreaming(head);
        streamed = streaming ? EnvironmentPaths.requestId(head.uri()) : "";
        body.begin(
                result && HttpUtil.isContentLengthSet(head) ? expected(head) : 0,
                result ? Body.MAX_RESULT : Body.MAX_OTHER);
    }

    private void receive(ChannelHandlerContext context, HttpContent content) {
        HttpRequest head = request;
        if (head == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            request = null;
            context.close();
        } else if (!take(content)) {
            request = null;
            refuse(context, "body too large");
        } else if (content instanceof LastHttpContent last) {
            request = null;
            complete(context, head, last.trailingHeaders());
        }
    }

    /** Passes a piece of a streamed result on, or keeps it; false: there is too much to keep. */
    private boolean take(HttpContent content) {
        if (request != null && isResult(request.uri()) && room.isDropped()) {
            return true;
        }
        if (streaming && content.content().isReadable()) {
            environment.chunk(streamed, Body.copy(content.content()));
            return true;
        }
        return body.add(content.content());
    }

    private void complete(ChannelHandlerContext context, HttpRequest head, HttpHeaders trailers) {
        String path = head.uri();
        HttpHeaders headers = head.headers();
        if (EnvironmentPaths.isResponse(path)) {
            ended(result(path, headers, trailers, Optional.ofNullable(trailers.get(EnvironmentHeaders.ERROR_TYPE))));
        } else if (EnvironmentPaths.isError(path)) {
            ended(result(path, headers, trailers, Optional.of(errorType(headers))));
        } else {
            live(context, path, headers);
        }
    }

    private void ended(Result result) {
        room.end(); // before its caller is answered, who closes it
        environment.result(result);
    }

    /** What an environment says of itself, not of an invocation. */
    private void live(ChannelHandlerContext context, String path, HttpHeaders headers) {
        switch (path) {
            case EnvironmentPaths.CONTROL -> heartbeat(headers);
            case EnvironmentPaths.ATTACH -> attach(context, headers);
            case EnvironmentPaths.NEXT -> {
                link = work;
                environment.ready(work);
            }
            case EnvironmentPaths.INIT_ERROR -> {
                environment.initFailed(initError(errorType(headers), headers));
                Replies.send(context.channel(), Replies.empty());
            }
            default -> code(context, path);
        }
    }

    private InitError initError(String type, HttpHeaders headers) {
        return switch (type) {
            case EnvironmentHeaders.CODE_UNAVAILABLE ->
                new InitError.Reported(
                        new Answer.Unavailable(
                                Answer.Cause.NO_ENVIRONMENT,
                                "The function's code could not be brought to an execution environment. Nothing ran; try again."));
            case EnvironmentHeaders.EXIT_ERROR -> new InitError.Exited(exitStatus(headers));
            case EnvironmentHeaders.TIMED_OUT -> new InitError.Late();
            default -> new InitError.Reported(new Answer.FunctionError(type, body.take(), logTail(headers)));
        };
    }

    private static OptionalInt exitStatus(HttpHeaders headers) {
        String status = headers.get(EnvironmentHeaders.EXIT_STATUS);
        return status == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(status));
    }

    private static Optional<String> logTail(HttpHeaders headers) {
        return LogTail.sent(Optional.ofNullable(headers.get(EnvironmentHeaders.LOG_TAIL)));
    }

    private void code(ChannelHandlerContext context, String path) {
        if (packages.isPresent() && path.startsWith(EnvironmentPaths.CODE)) {
            new CodeReply(packages.get(), context.channel()).send(environment.revision(), path);
        } else {
            refuse(context, "unknown path " + path);
        }
    }

    private Result result(String path, HttpHeaders headers, HttpHeaders trailers, Optional<String> errorType) {
        String errorBody = trailers.get(EnvironmentHeaders.ERROR_BODY);
        return new Result(
                EnvironmentPaths.requestId(path),
                errorType,
                errorBody == null ? body.take() : Base64.getDecoder().decode(errorBody),
                logTail(trailers).or(() -> logTail(headers)),
                "close".equalsIgnoreCase(headers.get("Connection")) || trailers.contains(EnvironmentHeaders.ENDS),
                room.isLost() ? Optional.of(NO_ROOM) : Optional.empty());
    }

    private static String errorType(HttpHeaders headers) {
        return headers.get(EnvironmentHeaders.ERROR_TYPE, "Runtime.Unknown");
    }

    private void attach(ChannelHandlerContext context, HttpHeaders headers) {
        if (!"1".equals(headers.get(EnvironmentHeaders.PROTOCOL_VERSION))) {
            refuse(
                    context,
                    "protocol version " + headers.get(EnvironmentHeaders.PROTOCOL_VERSION)
                            + " is not spoken here; this gateway speaks 1");
            return;
        }
        ControlConnection control = new ControlConnection(context.channel());
        link = control;
        environment.attached(
                control,
                new Ended(exitStatus(headers), logTail(headers)),
                Double.parseDouble(headers.get(EnvironmentHeaders.START_MS, "0")));
    }

    private void heartbeat(HttpHeaders headers) {
        String port = headers.get(EnvironmentHeaders.METRICS_PORT);
        environment.heartbeat(new Beat(
                EnvironmentState.valueOf(headers.get(EnvironmentHeaders.STATE, "READY")),
                Optional.ofNullable(headers.get(EnvironmentHeaders.RUNNING)),
                logTail(headers),
                port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
    }

    private static void refuse(ChannelHandlerContext context, String why) {
        Replies.refuse(context.channel(), why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        room.end();
        Object closed = link;
        link = null;
        if (closed != null) {
            environment.disconnected(closed);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().setMessage("environment connection broke").setCause(cause).log();
        context.close();
    }
}

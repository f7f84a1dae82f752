package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Beat;
import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.dispatch.Result;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.protocol.EnvironmentState;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an environment: control or work, as its first request says. */
final class EnvironmentConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentConnection.class);
    private static final String BEARER = "Bearer ";

    private final BiFunction<String, String, Optional<Environment>> identify;
    private @Nullable Environment environment;
    private @Nullable HttpRequest request;
    private final Body body = new Body();
    private boolean streaming;
    private @Nullable Object link;

    EnvironmentConnection(BiFunction<String, String, Optional<Environment>> identify) {
        this.identify = identify;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
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

    private void begin(ChannelHandlerContext context, HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            refuse(context, "not HTTP/1.1");
            return;
        }
        request = head;
        body.clear();
        streaming = EnvironmentHeaders.STREAMING.equals(head.headers().get(EnvironmentHeaders.RESPONSE_MODE));
        if (environment == null && !identified(head.headers())) {
            refuse(context, "unknown environment or wrong token");
        }
    }

    private boolean identified(HttpHeaders headers) {
        String id = headers.get(EnvironmentHeaders.ENVIRONMENT_ID, "");
        String authorization = headers.get(EnvironmentHeaders.AUTHORIZATION, "");
        if (!authorization.startsWith(BEARER)) {
            return false;
        }
        environment =
                identify.apply(id, authorization.substring(BEARER.length())).orElse(null);
        return environment != null;
    }

    private void receive(ChannelHandlerContext context, HttpContent content) {
        Environment from = environment;
        HttpRequest head = request;
        if (from == null || head == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            request = null;
            context.close();
        } else if (!take(from, content)) {
            request = null;
            refuse(context, "body too large");
        } else if (content instanceof LastHttpContent last) {
            request = null;
            complete(context, from, head, last.trailingHeaders());
        }
    }

    /** Passes a piece of a streamed result on, or keeps it; false: there is too much to keep. */
    private boolean take(Environment from, HttpContent content) {
        if (streaming && content.content().isReadable()) {
            from.chunk(Body.copy(content.content()));
            return true;
        }
        return body.add(content.content());
    }

    private void complete(ChannelHandlerContext context, Environment from, HttpRequest head, HttpHeaders trailers) {
        String path = head.uri();
        HttpHeaders headers = head.headers();
        if (EnvironmentPaths.isResponse(path)) {
            from.result(
                    result(path, headers, trailers, Optional.ofNullable(trailers.get(EnvironmentHeaders.ERROR_TYPE))));
        } else if (EnvironmentPaths.isError(path)) {
            from.result(result(path, headers, trailers, Optional.of(errorType(headers))));
        } else {
            live(context, from, path, headers);
        }
    }

    /** What an environment says of itself, not of an invocation. */
    private void live(ChannelHandlerContext context, Environment from, String path, HttpHeaders headers) {
        switch (path) {
            case EnvironmentPaths.CONTROL -> heartbeat(from, headers);
            case EnvironmentPaths.ATTACH -> attach(context, from, headers);
            case EnvironmentPaths.NEXT -> {
                WorkConnection work = new WorkConnection(context.channel());
                link = work;
                from.ready(work);
            }
            case EnvironmentPaths.INIT_ERROR -> {
                from.initFailed(new Answer.FunctionError(errorType(headers), body.take(), Optional.empty()));
                Replies.send(context.channel(), Replies.empty());
            }
            default -> refuse(context, "unknown path " + path);
        }
    }

    private Result result(String path, HttpHeaders headers, HttpHeaders trailers, Optional<String> errorType) {
        String errorBody = trailers.get(EnvironmentHeaders.ERROR_BODY);
        String tail = trailers.get(EnvironmentHeaders.LOG_TAIL);
        return new Result(
                EnvironmentPaths.requestId(path),
                errorType,
                errorBody == null ? body.take() : Base64.getDecoder().decode(errorBody),
                Optional.ofNullable(tail == null ? headers.get(EnvironmentHeaders.LOG_TAIL) : tail),
                "close".equalsIgnoreCase(headers.get("Connection")) || trailers.contains(EnvironmentHeaders.ENDS));
    }

    private static String errorType(HttpHeaders headers) {
        return headers.get(EnvironmentHeaders.ERROR_TYPE, "Runtime.Unknown");
    }

    private void attach(ChannelHandlerContext context, Environment from, HttpHeaders headers) {
        if (!"1".equals(headers.get(EnvironmentHeaders.PROTOCOL_VERSION))) {
            refuse(
                    context,
                    "protocol version " + headers.get(EnvironmentHeaders.PROTOCOL_VERSION)
                            + " is not spoken here; this gateway speaks 1");
            return;
        }
        String status = headers.get(EnvironmentHeaders.EXIT_STATUS);
        ControlConnection control = new ControlConnection(context.channel());
        link = control;
        from.attached(
                control,
                status == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(status)),
                Double.parseDouble(headers.get(EnvironmentHeaders.START_MS, "0")));
    }

    private static void heartbeat(Environment from, HttpHeaders headers) {
        String port = headers.get(EnvironmentHeaders.METRICS_PORT);
        from.heartbeat(new Beat(
                EnvironmentState.valueOf(headers.get(EnvironmentHeaders.STATE, "READY")),
                Optional.ofNullable(headers.get(EnvironmentHeaders.RUNNING)),
                Optional.ofNullable(headers.get(EnvironmentHeaders.LOG_TAIL)),
                port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port))));
    }

    private static void refuse(ChannelHandlerContext context, String why) {
        LOG.atWarn().setMessage("environment refused").addKeyValue("why", why).log();
        Replies.sendAndClose(context.channel(), Replies.forbidden(why.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Environment gone = environment;
        Object closed = link;
        environment = null;
        if (gone != null && closed != null) {
            gone.disconnected(closed);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().setMessage("environment connection broke").setCause(cause).log();
        context.close();
    }
}

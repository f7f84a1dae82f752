package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.gateway.dispatch.Result;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
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
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a proven environment: control or work, as its first request says. */
final class EnvironmentConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentConnection.class);

    private final Environment environment;
    private final RefusalLog log;
    private final Optional<CodePackages> packages;
    private final WorkConnection work;
    private final ResultRoom room;
    private final Holding initError;
    private final Body body = new Body();
    private final Deque<Object> early = new ArrayDeque<>(0);
    private @Nullable HttpRequest request;
    private boolean streaming;
    private String streamed = "";
    private long dropped;
    private @Nullable Object link;

    /**
     * A connection that has sent its first request.
     *
     * @param settings code that it may ask for, and how long its results may wait for memory
     */
    EnvironmentConnection(Environment environment, EnvironmentSettings settings, RefusalLog log, Channel channel) {
        this.environment = environment;
        this.log = log;
        this.initError = new Holding(
                settings.initErrors().share(environment.revision().function().accountId()), Purpose.FINISH);
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
        if (message instanceof HttpRequest && !context.channel().isWritable()) {
            ReferenceCountUtil.release(message);
            context.close(); // whoever asks and reads no answers
        } else if (!early.isEmpty() || !hasRoom(message)) {
            early.add(message);
        } else {
            receive(context, message);
        }
    }

    /** What came before there was room for it. */
    private void receiveEarly(ChannelHandlerContext context) {
        try {
            while (!early.isEmpty() && hasRoom(early.element())) {
                receive(context, early.remove());
            }
            channelReadComplete(context);
        } catch (RuntimeException e) {
            exceptionCaught(context, e);
        }
    }

    /** A body's memory is there before it is: for all of it, or for each piece of a streamed one. */
    private boolean hasRoom(Object message) {
        if (message instanceof HttpRequest head) {
            room.begin(memory(head.uri()));
            return streams(head) || room.take(expected(head));
        }
        return !streaming
                || !(message instanceof HttpContent content)
                || room.take(content.content().readableBytes());
    }

    /** Empty: no body is wanted, or nobody waits for it. */
    private Optional<Holding> memory(String path) {
        if (isResult(path)) {
            return work.resultOf(EnvironmentPaths.requestId(path));
        }
        return path.equals(EnvironmentPaths.INIT_ERROR) ? Optional.of(initError) : Optional.empty();
    }

    private static boolean isResult(String path) {
        return EnvironmentPaths.isResponse(path) || EnvironmentPaths.isError(path);
    }

    /** A result that comes as its caller wants it: piece by piece. */
    private boolean streams(HttpRequest head) {
        return EnvironmentHeaders.STREAMING.equals(head.headers().get(EnvironmentHeaders.RESPONSE_MODE))
                && isResult(head.uri())
                && work.isStreamed(EnvironmentPaths.requestId(head.uri()));
    }

    /** As much as is announced; what announces nothing may be as large as any. */
    private static int expected(HttpRequest head) {
        int most = limit(head.uri());
        return (int) Math.min(HttpUtil.getContentLength(head, (long) most), most);
    }

    private static int limit(String path) {
        return isResult(path) ? Body.MAX_RESULT : Body.MAX_OTHER;
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
        dropped = 0;
        streaming = streams(head);
        streamed = streaming ? EnvironmentPaths.requestId(head.uri()) : "";
        body.begin(HttpUtil.isContentLengthSet(head) ? expected(head) : 0, limit(head.uri()));
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

    /**
     * Passes a piece of a streamed result on, or keeps it. Of a stream that nobody waits for any more as much is read as of any other
     * result, so that a function whose caller has gone may come to its end; a caller that waits for the end of one that was lost
     * waits no longer than its time-out.
     *
     * @return false: it is too much
     */
    private boolean take(HttpContent content) {
        if (room.isDropped()) {
            dropped += content.content().readableBytes();
            return (streaming && room.isLost()) || dropped <= Body.MAX_RESULT;
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
            ended(Reports.response(path, headers, trailers, body.take(), room.isLost()));
        } else if (EnvironmentPaths.isError(path)) {
            ended(Reports.error(path, headers, trailers, body.take(), room.isLost()));
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
            case EnvironmentPaths.CONTROL -> environment.heartbeat(Reports.beat(headers));
            case EnvironmentPaths.ATTACH -> attach(context, headers);
            case EnvironmentPaths.NEXT -> {
                link = work;
                environment.ready(work);
            }
            case EnvironmentPaths.INIT_ERROR -> {
                environment.initFailed(Reports.initError(headers, body.take(), room.isLost()));
                initError.shrink(initError.held());
                Replies.send(context.channel(), Replies.empty());
            }
            default -> code(context, path);
        }
    }

    private void code(ChannelHandlerContext context, String path) {
        if (packages.isPresent() && path.startsWith(EnvironmentPaths.CODE)) {
            new CodeReply(packages.get(), log, context.channel()).send(environment.revision(), path);
        } else {
            refuse(context, "unknown path " + path);
        }
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
        environment.attached(control, Reports.ended(headers), Reports.startMillis(headers));
    }

    private void refuse(ChannelHandlerContext context, String why) {
        log.environment(environment.revision(), why);
        Replies.refuse(context.channel(), why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        room.end();
        initError.close();
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

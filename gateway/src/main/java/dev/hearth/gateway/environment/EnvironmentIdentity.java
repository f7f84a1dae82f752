package dev.hearth.gateway.environment;

import dev.hearth.gateway.dispatch.Environment;
import dev.hearth.protocol.EnvironmentHeaders;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before an environment's connection until its first request has proven whose it is; what comes meanwhile waits.
 * Then {@code connection} takes its place.
 */
final class EnvironmentIdentity extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentIdentity.class);
    private static final String BEARER = "Bearer ";

    private final BiFunction<String, String, CompletionStage<Optional<Environment>>> identify;
    private final ConnectionOf connectionOf;
    private final RefusalLog log;
    private final Duration limit;
    private final Deque<Object> early = new ArrayDeque<>();
    private Optional<Future<?>> timer = Optional.empty();
    private Proven onProof = _ -> Optional.empty();

    /** Is told whose a connection is, and may give a reason against it. */
    interface Proven {
        Optional<String> refused(Environment environment);
    }

    /** Makes the handler of a proven environment's connection. */
    interface ConnectionOf {
        ChannelInboundHandlerAdapter of(Environment environment);
    }

    EnvironmentIdentity(
            BiFunction<String, String, CompletionStage<Optional<Environment>>> identify,
            ConnectionOf connectionOf,
            RefusalLog log,
            Duration limit) {
        this.identify = identify;
        this.connectionOf = connectionOf;
        this.log = log;
        this.limit = limit;
    }

    /** Its time begins: a connection that proves nothing within the limit is closed. */
    void begin(ChannelHandlerContext context, Proven whenProven) {
        onProof = whenProven;
        timer = Optional.of(
                context.executor().schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean first = early.isEmpty();
        early.add(message);
        if (!first) {
            return;
        }
        if (message instanceof HttpRequest head && head.decoderResult().isSuccess()) {
            context.channel().config().setAutoRead(false);
            identify(head.headers())
                    .whenComplete((found, failure) -> onLoop(context, () -> {
                        if (failure != null) {
                            log.unidentified(context.channel(), failure);
                        }
                        decided(context, failure == null ? found : Optional.empty());
                    }));
        } else {
            refuse(context, "not HTTP/1.1");
        }
    }

    private CompletionStage<Optional<Environment>> identify(HttpHeaders headers) {
        String authorization = headers.get(EnvironmentHeaders.AUTHORIZATION, "");
        String token = authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
        return identify.apply(headers.get(EnvironmentHeaders.ENVIRONMENT_ID, ""), token);
    }

    /** At once when it is known at once: this stands in the way of every cold start. */
    private static void onLoop(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    private void decided(ChannelHandlerContext context, Optional<Environment> found) {
        if (!context.channel().isActive()) {
            release();
        } else if (found.isEmpty()) {
            refuse(context, "unknown environment or wrong token");
        } else {
            onProof.refused(found.get())
                    .ifPresentOrElse(why -> refuse(context, found.get(), why), () -> goOn(context, found.get()));
        }
    }

    private void goOn(ChannelHandlerContext context, Environment proven) {
        end();
        context.pipeline().addLast(connectionOf.of(proven));
        context.channel().config().setAutoRead(true); // first: what comes next may stop it again
        while (!early.isEmpty()) {
            context.fireChannelRead(early.remove());
        }
        context.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext context, String why) {
        log.stranger(context.channel(), why);
        release();
        Replies.refuse(context.channel(), why);
    }

    private void refuse(ChannelHandlerContext context, Environment proven, String why) {
        log.environment(proven.revision(), why);
        release();
        Replies.refuse(context.channel(), why);
    }

    private void end() {
        timer.ifPresent(each -> each.cancel(false));
    }

    private void release() {
        while (!early.isEmpty()) {
            ReferenceCountUtil.release(early.remove());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        release();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().setMessage("environment connection broke").setCause(cause).log();
        context.close();
    }
}

package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's connection. Requests are served strictly in order, one at a time; what is pipelined behind the one that
 * runs waits, and beyond a little of it reading stops.
 *
 * <pre>
 *            headers            whole body                answer, read by the caller
 *   IDLE ──────────────► BODY ──────────────► RUNNING ───────────────────────────────► IDLE
 *                          │ refused, local, dry run: answered at the body's end ────►
 *                          │ not HTTP, too slow, far too large ──► CLOSING ──► closed
 * </pre>
 *
 * Long for a class of ours because it is one state machine: every method runs on the connection's loop except
 * {@link #drain} and {@link #close}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close reaches exceptionCaught or channelInactive
final class CallerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(CallerConnection.class);
    private static final int MAX_PAYLOAD = 6_291_456;
    /** A refused body up to this size is read to its end, so that the caller surely sees the answer. */
    private static final long MAX_DISCARDED = 16L * 1024 * 1024;

    private static final int MAX_WAITING_MESSAGES = 64;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        IDLE,
        BODY,
        RUNNING,
        CLOSING
    }

    private final Front front;
    private final Channel channel;
    private final Deadline deadline;
    private final Queue<Object> waiting = new ArrayDeque<>(0);
    private State state = State.IDLE;
    private boolean servingWaiting;
    private boolean sawMessage;
    private boolean lateTimerSet;
    private long unreadBefore;

    private Plan plan = new Plan.DryRun();
    private Optional<Body> body = Optional.empty();
    private long received;
    private String requestId = "";
    private boolean keepAlive = true;
    private boolean http10;
    private boolean headOnly;

    private Optional<Exchange> exchange = Optional.empty();
    private Optional<Dispatcher.InFlight> inFlight = Optional.empty();
    private Optional<StreamedAnswer> stream = Optional.empty();

    CallerConnection(Front front, Channel channel) {
        this.front = front;
        this.channel = channel;
        this.deadline = new Deadline(channel.eventLoop(), this::patienceEnded);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (front.connections().opened(this)) {
            deadline.in(front.settings().idleTimeout());
        } else {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSING;
        deadline.cancel();
        inFlight.ifPresent(Dispatcher.InFlight::abandon);
        inFlight = Optional.empty();
        exchange = Optional.empty();
        releaseBody();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        front.connections().closed(this);
    }

    // ---- reading ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        sawMessage = true;
        if (state == State.RUNNING || servingWaiting) {
            waiting.add(message);
            if (waiting.size() >= MAX_WAITING_MESSAGES) {
                channel.config().setAutoRead(false);
            }
        } else {
            serve(message);
        }
    }

    /** Starts the clock of a request that did not come in one piece. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean late = state == State.BODY || (state == State.IDLE && !sawMessage);
        if (late && !lateTimerSet) {
            lateTimerSet = true;
            InvokeSettings settings = front.settings();
            deadline.in(state == State.BODY ? settings.bodyTimeout() : settings.headerTimeout());
        }
        sawMessage = false;
    }

    private void serve(Object message) {
        try {
            if (state == State.CLOSING) {
                return;
            }
            DecoderResult decoded = ((HttpObject) message).decoderResult();
            if (decoded.isFailure()) {
                refuseForGood(malformed(decoded.cause()));
                return;
            }
            if (message instanceof HttpRequest request) {
                begin(request);
            }
            if (message instanceof HttpContent content && state == State.BODY) {
                take(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        state = State.BODY;
        lateTimerSet = false;
        received = 0;
        requestId = RequestIds.next();
        keepAlive = HttpUtil.isKeepAlive(request);
        http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        headOnly = request.method().equals(HttpMethod.HEAD);
        plan = front.planner().plan(request, channel.remoteAddress());
        long announced = HttpUtil.getContentLength(request, -1L);
        if (announced > MAX_PAYLOAD && !(plan instanceof Plan.Refuse)) {
            plan = new Plan.Refuse(new InvokeError.PayloadTooLarge(announced, MAX_PAYLOAD));
        }
        if (plan instanceof Plan.Run || plan instanceof Plan.DryRun) {
            body = Optional.of(new Body(front.budget(), announced));
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            continueOrRefuse();
        } else if (announced > MAX_DISCARDED && plan instanceof Plan.Refuse(InvokeError error)) {
            refuseForGood(error);
        }
    }

    private void continueOrRefuse() {
        if (plan instanceof Plan.Refuse(InvokeError error)) {
            refuseForGood(error);
        } else {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
                    channel.voidPromise());
        }
    }

    private void take(HttpContent content) {
        received += content.content().readableBytes();
        if (body.isPresent()) {
            append(body.get(), content);
        } else if (received > MAX_DISCARDED) {
            refuseForGood(refusalOfBody());
            return;
        }
        if (content instanceof LastHttpContent) {
            perform();
        }
    }

    private void append(Body target, HttpContent content) {
        if (received > MAX_PAYLOAD) {
            releaseBody();
        } else if (!target.append(content.content())) {
            plan = new Plan.Refuse(new InvokeError.BodiesFull());
            releaseBody();
        }
    }

    private InvokeError refusalOfBody() {
        return plan instanceof Plan.Refuse(InvokeError error)
                ? error
                : new InvokeError.PayloadTooLarge(received, MAX_PAYLOAD);
    }

    // ---- performing ----

    private void perform() {
        switch (plan) {
            case Plan.Refuse(InvokeError error) -> fail(error);
            case Plan.Local(TextResponse text) -> send(front.responses().local(requestId, text));
            case Plan.Run run -> invoke(Optional.of(run));
            case Plan.DryRun() -> invoke(Optional.empty());
        }
    }

    /** Checks the body as a payload and runs it, if there is something to run. */
    private void invoke(Optional<Plan.Run> run) {
        if (body.isEmpty()) {
            fail(refusalOfBody());
            return;
        }
        byte[] event = body.get().event();
        Optional<InvokeError> bad = front.json().check(event);
        if (bad.isPresent()) {
            fail(bad.get());
        } else if (run.isPresent()) {
            dispatch(run.get(), event);
        } else {
            send(front.responses().dryRun(requestId));
        }
    }

    private void dispatch(Plan.Run run, byte[] event) {
        state = State.RUNNING;
        deadline.clear();
        Exchange started = new Exchange(this, channel.eventLoop(), counters(run.revision()), run);
        exchange = Optional.of(started);
        if (run.streaming()) {
            stream = Optional.of(new StreamedAnswer(channel, front.eventStream()));
        }
        Dispatcher.InFlight running = front.dispatcher().dispatch(invocation(run, event), started);
        if (isCurrent(started)) {
            inFlight = Optional.of(running);
            if (!channel.isWritable()) {
                running.flow(false);
            }
        }
    }

    private Invocation invocation(Plan.Run run, byte[] event) {
        return new Invocation(
                requestId,
                run.revision(),
                run.invokedArn(),
                event,
                run.clientContext(),
                Optional.of(run.traceHeader()),
                run.logTail(),
                run.streaming());
    }

    private InvokeMetrics.ForFunction counters(Revision revision) {
        return front.metrics().of(revision.function(), revision.version());
    }

    private boolean isCurrent(Exchange asked) {
        return exchange.isPresent() && exchange.get() == asked;
    }

    // ---- answering ----

    /** A piece of a streamed result. */
    void chunk(Exchange from, byte[] bytes) {
        if (isCurrent(from) && stream.isPresent()) {
            begin(stream.get(), from);
            stream.get().chunk(bytes);
        }
    }

    private void begin(StreamedAnswer answer, Exchange from) {
        if (!answer.hasBegun()) {
            HttpResponse head = front.responses().streamHead(requestId, from.plan());
            describeConnection(head.headers());
            describeColdStart(head.headers(), from);
            answer.begin(head);
        }
    }

    /** The end of the running invocation; of one whose caller has gone, nothing is left to do. */
    void answered(Exchange from, Answer answer) {
        if (!isCurrent(from)) {
            return;
        }
        exchange = Optional.empty();
        inFlight = Optional.empty();
        if (stream.isPresent()) {
            endStream(stream.get(), from, answer);
        } else {
            endPlain(from, answer);
        }
    }

    private void endPlain(Exchange from, Answer answer) {
        switch (answer) {
            case Answer.Success success -> sendRan(from, front.responses().success(requestId, from.plan(), success));
            case Answer.FunctionError error ->
                sendRan(from, front.responses().functionError(requestId, from.plan(), error));
            case Answer.Throttled throttled -> fail(new InvokeError.Throttled(throttled));
            case Answer.Unavailable unavailable -> fail(new InvokeError.Unavailable(unavailable));
        }
    }

    private void endStream(StreamedAnswer answer, Exchange from, Answer end) {
        stream = Optional.empty();
        boolean ran = end instanceof Answer.Success || end instanceof Answer.FunctionError;
        if (!ran && !answer.hasBegun()) {
            endPlain(from, end);
            return;
        }
        begin(answer, from);
        answer.end(end);
        sent(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void sendRan(Exchange from, FullHttpResponse response) {
        describeColdStart(response.headers(), from);
        send(response);
    }

    private void describeColdStart(HttpHeaders headers, Exchange from) {
        from.coldStart().ifPresent(phases -> front.responses().coldStart(headers, phases));
    }

    private void fail(InvokeError error) {
        send(front.responses().error(requestId, error));
    }

    private void send(FullHttpResponse response) {
        describeConnection(response.headers());
        sent(headOnly ? response.replace(Unpooled.EMPTY_BUFFER) : response);
    }

    private void describeConnection(HttpHeaders headers) {
        keepAlive &= !front.connections().isDraining();
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }

    /** Writes an answer's last part and turns to the next request, once the caller reads. */
    private void sent(HttpObject last) {
        releaseBody();
        if (!keepAlive) {
            state = State.CLOSING;
            watchReader();
            channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        channel.writeAndFlush(last, channel.voidPromise());
        if (channel.isWritable()) {
            becomeIdle();
        } else {
            state = State.RUNNING;
            watchReader();
        }
    }

    private void becomeIdle() {
        state = State.IDLE;
        lateTimerSet = false;
        deadline.in(front.settings().idleTimeout());
        if (!waiting.isEmpty()) {
            serveWaiting();
        }
    }

    private void serveWaiting() {
        if (servingWaiting) {
            return;
        }
        servingWaiting = true;
        while (state != State.RUNNING && !waiting.isEmpty()) {
            serve(waiting.remove());
        }
        servingWaiting = false;
        if (waiting.isEmpty() && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Answers a request that cannot be read on and ends the connection, in a way that lets the caller read the answer. */
    private void refuseForGood(InvokeError error) {
        if (requestId.isEmpty() || state == State.IDLE) {
            requestId = RequestIds.next();
        }
        state = State.CLOSING;
        keepAlive = false;
        releaseBody();
        watchReader();
        FullHttpResponse response = front.responses().error(requestId, error);
        describeConnection(response.headers());
        channel.writeAndFlush(response).addListener(written -> {
            deadline.in(LINGER);
            ((DuplexChannel) channel).shutdownOutput();
        });
    }

    private static InvokeError malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException tooLong -> new InvokeError.Malformed(414, "The request line is too long.");
            case TooLongHttpHeaderException tooLong -> new InvokeError.Malformed(431, "The headers are too large.");
            default -> new InvokeError.Malformed(400, "This is not an HTTP request: " + cause.getMessage());
        };
    }

    // ---- slowness ----

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = channel.isWritable();
        inFlight.ifPresent(running -> running.flow(writable));
        if (state != State.RUNNING) {
            return;
        }
        if (!writable) {
            watchReader();
        } else if (exchange.isPresent()) {
            deadline.clear();
        } else {
            becomeIdle();
        }
    }

    /** From now on the caller must take some bytes every now and then. */
    private void watchReader() {
        unreadBefore = unread();
        deadline.in(front.settings().stallTimeout());
    }

    private long unread() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    private void patienceEnded() {
        if (state == State.BODY) {
            refuseForGood(new InvokeError.TooSlow());
        } else if (state != State.IDLE && unread() > 0 && unread() < unreadBefore) {
            watchReader();
        } else {
            channel.close();
        }
    }

    // ---- ending ----

    /** Ends the connection after the answer that is due, if one is; from any thread. */
    void drain() {
        channel.eventLoop().execute(() -> {
            if (state == State.IDLE && waiting.isEmpty()) {
                channel.close();
            }
        });
    }

    /** Ends the connection now; from any thread. */
    void close() {
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.atError().addKeyValue("requestId", requestId).setCause(cause).log("connection failed");
        }
        channel.close();
    }

    private void releaseBody() {
        body.ifPresent(Body::release);
        body = Optional.empty();
    }
}

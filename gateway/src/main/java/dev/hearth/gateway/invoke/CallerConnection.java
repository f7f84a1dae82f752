package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.listen.StrictRequestDecoder;
import dev.hearth.gateway.memory.AddressBlock;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.queue.AcceptedEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's connection. Requests are served strictly in order, one at a time; what is pipelined behind the one that
 * runs waits, and beyond a little of it reading stops.
 *
 * <pre>
 *            headers            whole body                answer, read by the caller
 *   IDLE ──────────────► BODY ──────────────► RUNNING ───────────────────────────────► IDLE
 *     │ who is it?        ▲ │ refused, local, dry run: answered at the body's end ────►
 *     └────► DECIDING ────┘ │ not HTTP, too slow, far too large ──► CLOSING ──► closed
 *            nothing is read
 * </pre>
 *
 * A {@link Request} is what is read, an {@link Exchange} what runs, {@link Answering} words the end; here is who is next.
 * Every method runs on the connection's loop except {@link #drain} and {@link #close}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close reaches exceptionCaught or channelInactive
final class CallerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(CallerConnection.class);

    private enum State {
        IDLE,
        DECIDING,
        BODY,
        RUNNING,
        CLOSING
    }

    private final Front front;
    private final StrictRequestDecoder decoder;
    private final Channel channel;
    private final Patience patience;
    private final Backlog backlog;
    private final Answering answering;
    private final AnswerWriter writer;
    private boolean proven;
    private boolean callerIsDone;
    private State state = State.IDLE;
    private Optional<Request> request = Optional.empty();
    private Optional<Exchange> exchange = Optional.empty();

    /** @param decoder stands before it */
    CallerConnection(Front front, StrictRequestDecoder decoder, Channel channel) {
        this.front = front;
        this.decoder = decoder;
        this.channel = channel;
        this.patience = new Patience(front.settings(), channel, this::patienceEnded);
        this.backlog = new Backlog(
                channel.config(),
                new Holding(front.memory().unproven().share(AddressBlock.of(channel.remoteAddress())), Purpose.BEGIN));
        this.answering = new Answering(front, channel);
        this.writer = new AnswerWriter(channel, this::sent);
    }

    // ---- reading ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        patience.messageCame();
        if (isBusy() || backlog.isServed()) {
            if (!backlog.add(message)) {
                channel.close();
            }
        } else {
            serve(message);
        }
    }

    /** What comes now waits. */
    private boolean isBusy() {
        return state == State.RUNNING || state == State.DECIDING;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        boolean tookBytes = decoder.tookBytes();
        if (state == State.BODY) {
            watchSender();
        } else if (state == State.IDLE && tookBytes) {
            patience.forRestOfHeaders();
        }
        patience.readIsOver();
    }

    private void watchSender() {
        patience.forRestOfBody(received());
    }

    private long received() {
        return request.map(Request::received).orElse(0L);
    }

    private void serve(Object message) {
        try {
            if (state != State.CLOSING) {
                read((HttpObject) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject message) {
        if (message.decoderResult().isFailure()) {
            refuseForGood(InvokeError.Malformed.because(message.decoderResult().cause()));
            return;
        }
        if (message instanceof HttpRequest head) {
            begin(new Request(front, head, channel.remoteAddress()));
        }
        if (message instanceof HttpContent content && state == State.BODY && request.isPresent()) {
            take(request.get(), content);
        }
    }

    private void begin(Request begun) {
        patience.requestBegan();
        request = Optional.of(begun);
        if (begun.plan() instanceof Plan.Pending(CompletionStage<Plan> decision)) {
            backlog.stopReading();
            await(begun, decision, plan -> {
                begun.decideAtHead(plan);
                readBody(begun);
                serveBacklog();
            });
        } else {
            readBody(begun);
        }
    }

    private void readBody(Request begun) {
        state = State.BODY;
        Optional<InvokeError> refused = prove(begun).or(begun::refusedAtOnce);
        if (refused.isPresent()) {
            refuseForGood(refused.get());
        } else if (begun.expectsContinue()) {
            answering.sendContinue();
        }
    }

    private void take(Request from, HttpContent content) {
        Optional<InvokeError> refused = from.take(content.content());
        if (refused.isPresent()) {
            refuseForGood(refused.get());
        } else if (content instanceof LastHttpContent) {
            from.complete();
            perform(from);
        }
    }

    // ---- running ----

    /** Who signs is known with the body only. Not empty: his account has its share of connections. */
    private Optional<InvokeError> prove(Request asked) {
        if (proven || !(asked.plan() instanceof Plan.WithBody known)) {
            return Optional.empty();
        }
        proven = true;
        backlog.belongsTo(front.memory().accounts().share(known.payer()));
        return front.connections().proven(this, known.payer())
                ? Optional.empty()
                : Optional.of(new InvokeError.OverShare());
    }

    private void perform(Request whole) {
        prove(whole).ifPresentOrElse(this::refuseForGood, () -> performProven(whole));
    }

    private void performProven(Request whole) {
        switch (whole.plan()) {
            case Plan.Refuse(InvokeError error) -> send(answering.error(whole, error));
            case Plan.Local(TextResponse text) -> send(answering.local(whole, text));
            case Plan.DryRun dryRun -> send(answering.dryRun(whole));
            case Plan.Run run -> run(whole, run);
            case Plan.Accept accept -> accept(whole, accept);
            case Plan.Manage manage -> review(whole, whole.answer(manage).thenApply(Plan.Local::new));
            case Plan.Pending(CompletionStage<Plan> decision) -> review(whole, decision);
            case Plan.Unproven unproven -> throw new IllegalStateException("a whole request is proven or pending");
        }
    }

    private void review(Request whole, CompletionStage<Plan> decision) {
        await(whole, decision, plan -> {
            whole.decide(plan);
            perform(whole);
        });
    }

    /** What comes behind it waits as behind one that runs. Its memory is held until then, also if its caller goes. */
    private void await(Request asked, CompletionStage<Plan> decision, Consumer<Plan> then) {
        state = State.DECIDING;
        patience.withoutEnd();
        decision.whenComplete((plan, failure) -> onLoop(() -> {
            if (isCurrent(asked)) {
                then.accept(failure == null ? plan : undecided(failure));
            } else {
                asked.release();
            }
        }));
    }

    /** A fault of ours ends the connection there too, else its caller would wait for ever. */
    private void onLoop(Runnable task) {
        channel.eventLoop().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    private boolean isCurrent(Request asked) {
        return request.isPresent() && request.get() == asked && state != State.CLOSING;
    }

    /** It is answered when it is safe; if its caller goes meanwhile, it is done all the same. */
    private void accept(Request whole, Plan.Accept accept) {
        state = State.RUNNING;
        patience.withoutEnd();
        Holding event = whole.takeHolding();
        keep(whole.accepted(accept, Instant.now()))
                .whenComplete((_, failure) -> onLoop(() -> {
                    event.close();
                    if (isCurrent(whole)) {
                        send(answering.accepted(whole, accept, Optional.ofNullable(failure)));
                    }
                }));
    }

    private CompletionStage<Void> keep(AcceptedEvent event) {
        try {
            return front.events().orElseThrow().acceptor().accept(event);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Plan undecided(Throwable failure) {
        front.logTurns()
                .take(failure.getClass())
                .ifPresent(before -> LOG.atError()
                        .addKeyValue("othersBefore", before)
                        .setCause(failure)
                        .log("a caller's rights cannot be found out"));
        return new Plan.Refuse(new InvokeError.Denied(new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "It cannot be found out now whether this is allowed. Nothing ran; try again.")));
    }

    private void run(Request whole, Plan.Run run) {
        state = State.RUNNING;
        patience.withoutEnd();
        Exchange started = new Exchange(this, front, channel, whole, run);
        exchange = Optional.of(started);
        started.begin(front.dispatcher());
        if (isCurrent(started) && !channel.isWritable()) {
            started.flow(false);
        }
    }

    private boolean isCurrent(Exchange asked) {
        return exchange.isPresent() && exchange.get() == asked;
    }

    // ---- answering ----

    /** A piece of a streamed result. */
    void chunk(Exchange from, byte[] bytes) {
        if (isCurrent(from) && from.stream().isPresent()) {
            answering.chunk(from, from.stream().get(), bytes);
        }
    }

    /** The end of the running invocation; of one whose caller has gone, nothing is left to do. */
    void answered(Exchange from, Answer answer) {
        if (isCurrent(from)) {
            exchange = Optional.empty();
            send(answering.end(from, answer), Optional.of(from.result()));
        }
    }

    /** Something was written that the caller is to read. */
    void sent(long bytes) {
        patience.sent(bytes);
    }

    private void send(HttpObject last) {
        send(last, Optional.empty());
    }

    /** Writes an answer's last part and turns to the next request, once the caller reads. */
    private void send(HttpObject last, Optional<Holding> held) {
        releaseRequest();
        boolean ends = answering.endsConnection();
        state = ends
                ? State.CLOSING
                : State.RUNNING; // until its caller has read enough of it, perhaps before this returns
        writer.begin(last, held, ends);
        if (request.isEmpty()) {
            turn();
        }
    }

    /** Whose turn it is after something was written or read. */
    private void turn() {
        boolean read = writer.isWhole() && channel.isWritable();
        if (state == State.CLOSING || (state == State.RUNNING && !read)) {
            watchReader();
        } else if (state == State.RUNNING && (exchange.isPresent() || request.isPresent())) {
            patience.withoutEnd();
        } else if (state == State.RUNNING) {
            becomeIdle();
        }
    }

    private void watchReader() {
        if (channel.isOpen()) {
            patience.forReader();
        }
    }

    private void becomeIdle() {
        state = State.IDLE;
        patience.forNextRequest();
        serveBacklog();
    }

    private void serveBacklog() {
        backlog.serve(() -> !isBusy(), this::serve);
        if (state != State.DECIDING) {
            backlog.readOn();
        }
        if (state == State.BODY) {
            watchSender();
        }
        endIfDone();
    }

    /** Its last request is answered, or will never be whole; or it waits for one that is not wanted any more. */
    private void endIfDone() {
        boolean isIdle =
                state == State.IDLE && backlog.isEmpty() && front.connections().isDraining();
        boolean isOver = callerIsDone && !isBusy() && state != State.CLOSING && !backlog.isServed();
        if (isIdle || isOver) {
            state = State.CLOSING;
            watchReader();
            writer.end();
        }
    }

    /** Its caller sends nothing more, but may wait for its answer. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            callerIsDone = true;
            endIfDone();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Answers a request that cannot be read on and ends the connection, in a way that lets the caller read the answer. */
    private void refuseForGood(InvokeError error) {
        String id = request.map(Request::id).orElseGet(RequestIds::next);
        state = State.CLOSING;
        releaseRequest();
        patience.forReader();
        channel.writeAndFlush(answering.lastError(id, error)).addListener(written -> {
            patience.forFarewell();
            ((DuplexChannel) channel).shutdownOutput();
        });
    }

    // ---- slowness ----

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = channel.isWritable();
        exchange.ifPresent(running -> running.flow(writable));
        writer.goOn();
        if (state == State.RUNNING) {
            turn();
        }
    }

    private void patienceEnded() {
        if (state == State.BODY) {
            if (!patience.bodyGoesOn(received())) {
                refuseForGood(new InvokeError.TooSlow());
            }
        } else if (state != State.IDLE && patience.readerGoesOn()) {
            watchReader();
        } else {
            channel.close();
        }
    }

    // ---- opening and ending ----

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (front.connections().opened(this, channel.remoteAddress())) {
            patience.forFirstRequest();
        } else {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        boolean deciding = state == State.DECIDING;
        state = State.CLOSING;
        patience.end();
        exchange.ifPresent(Exchange::abandon);
        exchange = Optional.empty();
        if (!deciding) {
            releaseRequest();
        }
        writer.release();
        backlog.release();
        front.connections().closed(this);
    }

    /** Ends the connection after the answer that is due, if one is; from any thread. */
    void drain() {
        channel.eventLoop().execute(this::endIfDone);
    }

    /** Ends the connection now; from any thread. */
    void close() {
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        if (!isPeers(cause)) {
            front.logTurns()
                    .take(cause.getClass())
                    .ifPresent(before -> LOG.atError()
                            .addKeyValue("requestId", request.map(Request::id).orElse(""))
                            .addKeyValue("othersBefore", before)
                            .setCause(cause)
                            .log("connection failed"));
        }
        channel.close();
    }

    /** A connection that broke, or bytes that are no TLS, which come wrapped: whoever reaches the port can cause them. */
    private static boolean isPeers(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
    }

    private void releaseRequest() {
        request.ifPresent(Request::release);
        request = Optional.empty();
    }
}

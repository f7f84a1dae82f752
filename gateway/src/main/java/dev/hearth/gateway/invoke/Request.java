package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.memory.AddressBlock;
import dev.hearth.gateway.memory.Grant;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.Share;
import dev.hearth.gateway.queue.AcceptedEvent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One request while it is read: what its headers ask for and its body so far. A body that is not wanted is counted and
 * thrown away, up to a size at which it is cheaper to end the connection.
 */
final class Request {
    /** A refused body up to this size is read to its end, so that the caller surely sees the answer. */
    private static final long MAX_DISCARDED = 16L * 1024 * 1024;

    private final String id = RequestIds.next();
    private final boolean keepAlive;
    private final boolean http10;
    private final boolean headOnly;
    private final boolean expectsContinue;
    private final long announced;
    private final Front front;
    private final SocketAddress remote;
    private Plan plan;
    private Optional<Body> body = Optional.empty();
    private Optional<Holding> holding = Optional.empty();
    private byte[] event = {};
    private long received;

    Request(Front front, HttpRequest head, SocketAddress remote) {
        this.front = front;
        this.remote = remote;
        keepAlive = HttpUtil.isKeepAlive(head);
        http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        headOnly = head.method().equals(HttpMethod.HEAD);
        expectsContinue = HttpUtil.is100ContinueExpected(head);
        announced = HttpUtil.getContentLength(head, -1L);
        plan = HeaderProblem.of(head)
                .<Plan>map(Plan.Refuse::new)
                .orElseGet(() -> front.planner().plan(head, remote));
        admit();
    }

    /** It is decided, before its body has come, what to do about it. */
    void decideAtHead(Plan decided) {
        plan = decided;
        admit();
    }

    private void admit() {
        if (!(plan instanceof Plan.Refuse)) {
            refuseIfTooLarge(announced);
        }
        Optional<Share> share = switch (plan) {
            case Plan.WithBody proven -> Optional.of(account(proven));
            case Plan.Unproven unproven -> Optional.of(front.memory().unproven().share(AddressBlock.of(remote)));
            case Plan.Pending pending -> Optional.empty();
            case Plan.Refuse refuse -> Optional.empty();
            case Plan.Local local -> Optional.empty();
        };
        holding = share.map(each -> new Holding(each, Purpose.BEGIN));
        body = holding.map(each -> new Body(each, announced));
    }

    private Share account(Plan.WithBody proven) {
        return front.memory().accounts().share(proven.payer());
    }

    /** The caller's {@code x-amzn-RequestId}. */
    String id() {
        return id;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean http10() {
        return http10;
    }

    /** Whether the answer must have no body. */
    boolean headOnly() {
        return headOnly;
    }

    /** Whether the caller sends its body only when it is asked to. */
    boolean expectsContinue() {
        return expectsContinue;
    }

    Plan plan() {
        return plan;
    }

    /** Why it is refused before its body, which is not read then; empty: the body is read. */
    Optional<InvokeError> refusedAtOnce() {
        return plan instanceof Plan.Refuse(InvokeError error)
                        && (expectsContinue || announced > MAX_DISCARDED || error instanceof InvokeError.Malformed)
                ? Optional.of(error)
                : Optional.empty();
    }

    /** Takes a piece of the body; why no more is read, if that is so. */
    Optional<InvokeError> take(ByteBuf piece) {
        received += piece.readableBytes();
        if (body.isPresent()) {
            append(body.get(), piece);
        } else if (received > MAX_DISCARDED) {
            return Optional.of(refusalOfBody());
        }
        return Optional.empty();
    }

    private void append(Body target, ByteBuf piece) {
        if (received > PayloadLimit.REQUEST_RESPONSE.bytes()) {
            release();
        } else {
            refuseUnless(target.append(piece));
        }
    }

    private void refuseUnless(Grant grant) {
        if (!grant.isGranted()) {
            boolean own = grant == Grant.OVER_SHARE && plan instanceof Plan.WithBody;
            plan = new Plan.Refuse(own ? new InvokeError.OverShare() : new InvokeError.MemoryFull());
            release();
        }
    }

    /** Bytes of its body so far, also of one that is not wanted. */
    long received() {
        return received;
    }

    private InvokeError refusalOfBody() {
        return plan instanceof Plan.Refuse(InvokeError error)
                ? error
                : new InvokeError.PayloadTooLarge(received, PayloadLimit.of(plan));
    }

    private void refuseIfTooLarge(long bytes) {
        PayloadLimit limit = PayloadLimit.of(plan);
        if (bytes > limit.bytes()) {
            plan = new Plan.Refuse(new InvokeError.PayloadTooLarge(bytes, limit));
        }
    }

    /** Its body is whole: its sender can be found out, and what is to be run must be an event. */
    void complete() {
        if (plan instanceof Plan.Refuse || plan instanceof Plan.Local) {
            return;
        }
        if (body.isEmpty()) {
            plan = new Plan.Refuse(refusalOfBody());
            return;
        }
        body.get().end();
        byte[] sent = body.get().sent();
        event = Body.event(sent);
        decide(plan instanceof Plan.Unproven unproven ? front.planner().plan(unproven, sent) : plan);
    }

    /** It is known what to do about it; what is to be run must be an event, else it is refused. */
    void decide(Plan decided) {
        boolean wasProven = plan instanceof Plan.WithBody;
        plan = decided;
        if (plan instanceof Plan.WithBody) {
            refuseIfTooLarge(event.length);
        }
        if (plan instanceof Plan.WithBody) {
            front.json().check(event).ifPresent(problem -> plan = new Plan.Refuse(problem));
        }
        if (!wasProven && plan instanceof Plan.WithBody proven) {
            holding.ifPresent(each -> refuseUnless(each.moveTo(account(proven))));
        }
    }

    /** Memory for the result, held by the same account. */
    Holding resultHolding(Plan.Run run) {
        return new Holding(account(run), Purpose.FINISH);
    }

    Invocation invocation(Plan.Run run, Holding result) {
        return new Invocation(
                id,
                run.revision(),
                run.invokedArn(),
                event,
                run.clientContext(),
                Optional.of(Lineage.passing(run.traceHeader(), run.revision().function())),
                run.logTail(),
                run.streaming(),
                result);
    }

    AcceptedEvent accepted(Plan.Accept accept, Instant now) {
        return new AcceptedEvent(id, accept.function(), accept.qualifier(), accept.traceHeader(), now, event);
    }

    CompletionStage<TextResponse> answer(Plan.Manage manage) {
        return manage.operation().apply(event);
    }

    /** The memory of its event, which is given back by whoever takes the event. */
    Holding takeHolding() {
        Holding taken = holding.orElseThrow();
        holding = Optional.empty();
        return taken;
    }

    /** Gives the body's memory back, unless that was taken. */
    void release() {
        holding.ifPresent(Holding::close);
        holding = Optional.empty();
        body = Optional.empty();
    }
}

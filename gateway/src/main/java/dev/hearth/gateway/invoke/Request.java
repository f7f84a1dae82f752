package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.Lineage;
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
    private Plan plan;
    private Optional<Body> body = Optional.empty();
    private byte[] event = {};
    private long received;

    Request(Front front, HttpRequest head, SocketAddress remote) {
        keepAlive = HttpUtil.isKeepAlive(head);
        http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        headOnly = head.method().equals(HttpMethod.HEAD);
        expectsContinue = HttpUtil.is100ContinueExpected(head);
        announced = HttpUtil.getContentLength(head, -1L);
        plan = front.planner().plan(head, remote);
        if (!(plan instanceof Plan.Refuse)) {
            refuseIfTooLarge(announced);
        }
        if (takesEvent() || plan instanceof Plan.Unproven || plan instanceof Plan.Pending) {
            body = Optional.of(new Body(front.budget(), announced));
        }
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
        return plan instanceof Plan.Refuse(InvokeError error) && (expectsContinue || announced > MAX_DISCARDED)
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
        } else if (!target.append(piece)) {
            plan = new Plan.Refuse(new InvokeError.BodiesFull());
            release();
        }
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
    void complete(Front front) {
        if (plan instanceof Plan.Refuse || plan instanceof Plan.Local) {
            return;
        }
        if (body.isEmpty()) {
            plan = new Plan.Refuse(refusalOfBody());
            return;
        }
        byte[] sent = body.get().sent();
        event = Body.event(sent);
        decide(plan instanceof Plan.Unproven unproven ? front.planner().plan(unproven, sent) : plan, front.json());
    }

    /** It is known what to do about it; what is to be run must be an event, else it is refused. */
    void decide(Plan decided, EventJson json) {
        plan = decided;
        if (takesEvent()) {
            refuseIfTooLarge(event.length);
        }
        if (takesEvent()) {
            json.check(event).ifPresent(problem -> plan = new Plan.Refuse(problem));
        }
    }

    private boolean takesEvent() {
        return plan instanceof Plan.Run
                || plan instanceof Plan.Accept
                || plan instanceof Plan.Manage
                || plan instanceof Plan.DryRun;
    }

    Invocation invocation(Plan.Run run) {
        return new Invocation(
                id,
                run.revision(),
                run.invokedArn(),
                event,
                run.clientContext(),
                Optional.of(Lineage.passing(run.traceHeader(), run.revision().function())),
                run.logTail(),
                run.streaming());
    }

    AcceptedEvent accepted(Plan.Accept accept, Instant now) {
        return new AcceptedEvent(id, accept.function(), accept.qualifier(), accept.traceHeader(), now, event);
    }

    CompletionStage<TextResponse> answer(Plan.Manage manage) {
        return manage.operation().apply(event);
    }

    /** Gives the body's memory back. */
    void release() {
        body.ifPresent(Body::release);
        body = Optional.empty();
    }
}

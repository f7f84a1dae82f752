package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.memory.Holding;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;

/**
 * One dispatched invocation and the caller that waits for it. The dispatcher speaks on any thread; everything else happens
 * on the connection's loop. The exchange is its own task, so a hop to the loop costs no further object.
 */
final class Exchange implements Dispatcher.Caller, Runnable {
    private final CallerConnection connection;
    private final EventExecutor loop;
    private final InvokeMetrics.ForFunction metrics;
    private final Request request;
    private final Plan.Run run;
    private final Optional<StreamedAnswer> stream;
    private final long startedNanos = System.nanoTime();
    private final Holding event;
    private final Holding result;
    private Optional<Dispatcher.InFlight> inFlight = Optional.empty();
    private Optional<Answer> answer = Optional.empty();
    private volatile Optional<ColdStart> coldStart = Optional.empty();

    Exchange(CallerConnection connection, Front front, Channel channel, Request request, Plan.Run run) {
        this.connection = connection;
        this.loop = channel.eventLoop();
        this.metrics =
                front.metrics().of(run.revision().function(), run.revision().version());
        this.request = request;
        this.run = run;
        this.event = request.takeHolding();
        this.result = request.resultHolding(run);
        this.stream = run.streaming()
                ? Optional.of(new StreamedAnswer(channel, front.eventStream(), result, connection::sent))
                : Optional.empty();
    }

    Request request() {
        return request;
    }

    Plan.Run plan() {
        return run;
    }

    /** What the answer is written with when it is wanted piece by piece. */
    Optional<StreamedAnswer> stream() {
        return stream;
    }

    /** What the invocation waited for if it had to wait for an init; known before its first piece and its end. */
    Optional<ColdStart> coldStart() {
        return coldStart;
    }

    // ---- the caller's side ----

    /** Runs it; perhaps it is answered before this returns. */
    void begin(Dispatcher dispatcher) {
        boolean begun = false;
        try {
            inFlight = Optional.of(dispatcher.dispatch(request.invocation(run, result), this));
            begun = true;
        } finally {
            if (!begun) {
                event.close(); // nobody else will
            }
        }
    }

    /** The caller reads slower than the result comes, or fast enough again. */
    void flow(boolean open) {
        inFlight.ifPresent(running -> running.flow(open));
    }

    /** Memory of the result, until its caller has taken it. */
    Holding result() {
        return result;
    }

    /** The caller has gone. */
    void abandon() {
        result.close();
        inFlight.ifPresent(Dispatcher.InFlight::abandon);
    }

    // ---- the dispatcher's side ----

    @Override
    public void coldStart(ColdStart phases) {
        coldStart = Optional.of(phases);
        metrics.coldStart(phases);
    }

    @Override
    public void chunk(byte[] bytes) {
        if (loop.inEventLoop()) {
            connection.chunk(this, bytes);
        } else {
            loop.execute(() -> connection.chunk(this, bytes));
        }
    }

    @Override
    public void answered(Answer ended) {
        answer = Optional.of(ended);
        metrics.answered(ended, System.nanoTime() - startedNanos);
        if (loop.inEventLoop()) {
            run();
        } else {
            loop.execute(this);
        }
    }

    /** Its event is needed no more, whether its caller is still there or not. */
    @Override
    public void finished() {
        event.close();
    }

    @Override
    public void run() {
        connection.answered(this, answer.orElseThrow());
    }
}

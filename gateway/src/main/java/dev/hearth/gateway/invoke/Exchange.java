package dev.hearth.gateway.invoke;

import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
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
    private final Plan.Run run;
    private final long startedNanos = System.nanoTime();
    private Optional<Answer> answer = Optional.empty();
    private volatile Optional<ColdStart> coldStart = Optional.empty();

    Exchange(CallerConnection connection, EventExecutor loop, InvokeMetrics.ForFunction metrics, Plan.Run run) {
        this.connection = connection;
        this.loop = loop;
        this.metrics = metrics;
        this.run = run;
    }

    Plan.Run plan() {
        return run;
    }

    /** What the invocation waited for if it had to wait for an init; known before its first piece and its end. */
    Optional<ColdStart> coldStart() {
        return coldStart;
    }

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

    @Override
    public void run() {
        connection.answered(this, answer.orElseThrow());
    }
}

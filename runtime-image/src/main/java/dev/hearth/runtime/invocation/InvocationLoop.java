package dev.hearth.runtime.invocation;

import dev.hearth.protocol.Assignment;
import dev.hearth.runtime.connection.Reply;
import dev.hearth.runtime.connection.WorkConnection;
import dev.hearth.runtime.handler.Failure;
import dev.hearth.runtime.handler.Handler;
import dev.hearth.runtime.log.EnvironmentLog;
import dev.hearth.runtime.log.FunctionLogger;
import dev.hearth.runtime.log.InvocationReport;
import dev.hearth.runtime.log.PlatformLines;
import dev.hearth.runtime.metrics.InvocationCounts;
import dev.hearth.runtime.process.ProcessMemory;
import dev.hearth.runtime.process.Situation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs invocations one after the other, on the main thread as AWS's client does.
 *
 * <pre>
 *   next ──► START, handler, END, REPORT ──► result and next in one exchange ──► log written while the gateway answers
 * </pre>
 */
public final class InvocationLoop {
    private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int OK = 200;

    private final Assignment assignment;
    private final Handler handler;
    private final WorkConnection work;
    private final Situation situation;
    private final EnvironmentLog log;
    private final PlatformLines lines;
    private final FunctionLogger logger;
    private final InvocationCounts counts;
    private final ProcessMemory memory = new ProcessMemory();
    private OptionalDouble initToReport;

    public InvocationLoop(
            Assignment assignment,
            Handler handler,
            WorkConnection work,
            Situation situation,
            EnvironmentLog log,
            FunctionLogger logger,
            InvocationCounts counts) {
        this.assignment = assignment;
        this.handler = handler;
        this.work = work;
        this.situation = situation;
        this.log = log;
        this.lines = PlatformLines.of(assignment);
        this.logger = logger;
        this.counts = counts;
        this.initToReport = assignment.coldStart() ? OptionalDouble.of(counts.initMillis()) : OptionalDouble.empty();
    }

    /** Returns when the gateway has no more work, or after a failure that this process cannot go on from. */
    public End run() throws IOException {
        work.askFirst(counts.initMillis());
        log.flush();
        for (Reply reply = work.await(); reply.status() == OK; reply = work.await()) {
            if (answer(Invocation.of(reply))) {
                return End.FATAL;
            }
            log.flush();
        }
        return End.RETIRED;
    }

    /** Why the loop ended. */
    public enum End {
        RETIRED,
        FATAL
    }

    /** One invocation; whether it was the last of this process. */
    private boolean answer(Invocation invocation) throws IOException {
        begin(invocation);
        Result result = invocation.streaming()
                ? new StreamedResult(work, invocation.requestId())
                : new BufferedResult(work, invocation.requestId());
        long started = System.nanoTime();
        Optional<Failure> failure = call(invocation, result).or(result::refusal);
        double millis = (System.nanoTime() - started) / NANOS_PER_MILLI;
        end(millis, failure);
        // the report is part of a tail; without one it is written while the gateway answers already
        if (invocation.wantsLogTail()) {
            report(invocation, millis, failure);
            log.markRaw();
            send(result, failure, Optional.of(log.tail()));
            log.tailSent();
        } else {
            send(result, failure, Optional.empty());
            report(invocation, millis, failure);
        }
        return failure.map(Failure::fatal).orElse(false);
    }

    private static void send(Result result, Optional<Failure> failure, Optional<String> tail) throws IOException {
        if (failure.isPresent()) {
            result.fail(failure.get(), tail);
        } else {
            result.succeed(tail);
        }
    }

    private void begin(Invocation invocation) {
        Thread.interrupted(); // a watchdog of the user's may have come too late
        invocation
                .traceId()
                .ifPresentOrElse(
                        trace -> System.setProperty(TRACE_PROPERTY, trace), () -> System.clearProperty(TRACE_PROPERTY));
        log.beginInvocation(invocation.wantsLogTail());
        log.platform(lines.start(invocation.requestId(), assignment.functionVersion()));
        situation.runs(invocation.requestId());
    }

    private Optional<Failure> call(Invocation invocation, Result result) {
        try {
            LambdaContext context = new LambdaContext(assignment, invocation, logger);
            handler.handle(new ByteArrayInputStream(invocation.event()), result.output(), context);
            return Optional.empty();
        } catch (Throwable thrown) {
            return Optional.of(Failure.of(thrown));
        } finally {
            Thread.interrupted(); // user code may have left the flag set
        }
    }

    private void end(double millis, Optional<Failure> failure) {
        failure.ifPresent(this::log);
        situation.rests();
        counts.ended(millis, failure.isPresent());
    }

    private void report(Invocation invocation, double millis, Optional<Failure> failure) {
        log.platform(lines.end(new InvocationReport(
                invocation.requestId(),
                millis,
                assignment.memoryMb(),
                memory.peakMb(),
                initToReport,
                failure.map(Failure::errorType))));
        initToReport = OptionalDouble.empty();
    }

    private void log(Failure failure) {
        logger.logFailure(failure.logText());
    }
}

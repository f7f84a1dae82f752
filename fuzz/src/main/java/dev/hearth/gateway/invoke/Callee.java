package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.OneFunction;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.invoke.eventstream.EventStreamEncoder;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.GatewayMemory;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.FailedEvents;
import dev.hearth.gateway.queue.QueueFull;
import io.netty.handler.codec.http.HttpRequest;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * All that stands behind callers' connections. An input's first byte says how callers are found out, one after the other; what they send
 * says how it ends: at once, later, in pieces or not well.
 */
final class Callee implements Access, Dispatcher, EventAcceptor {
    private static final InvokeSettings SETTINGS = InvokeSettings.of("127.0.0.1", 0, "us-east-1", "123456789012");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

    private final Queue<Runnable> due = new ArrayDeque<>();
    private int manners;

    Callee(int manners) {
        this.manners = manners;
    }

    Front front(GatewayMemory memory, Connections connections) {
        EventJson json = new EventJson();
        Optional<Events> events = Optional.of(new Events(this, nothingFailed()));
        return new Front(
                SETTINGS,
                new Planner(
                        SETTINGS,
                        new OneFunction(),
                        this,
                        Map.of("/healthz", () -> new TextResponse(200, "text/plain", "ok\n")),
                        json,
                        CLOCK,
                        events),
                json,
                new Responses(CLOCK),
                new EventStreamEncoder(),
                memory,
                this,
                events,
                uncounted(),
                connections,
                new LogTurns<>(System::nanoTime));
    }

    /** Nobody may ask for what has failed: that is read on threads of its own. */
    private static FailedEvents nothingFailed() {
        return fake(FailedEvents.class);
    }

    private static InvokeMetrics uncounted() {
        InvokeMetrics.ForFunction counters = fake(InvokeMetrics.ForFunction.class);
        return (_, _) -> counters;
    }

    /** Takes calls without results and nothing else. */
    private static <T> T fake(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (_, method, _) -> {
            if (method.getReturnType() == void.class) {
                return null;
            }
            throw new UnsupportedOperationException(method.getName());
        }));
    }

    /** Answers what waits by now; whether there was something. */
    boolean answer() {
        boolean some = !due.isEmpty();
        for (int left = due.size(); left > 0; left--) {
            due.remove().run();
        }
        return some;
    }

    private <T> CompletionStage<T> later(T value) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        due.add(() -> answer.complete(value));
        return answer;
    }

    // ---- who may ----

    private int nextManner() {
        int next = manners & 3;
        manners = manners >> 2 | next << 6;
        return next;
    }

    @Override
    public Verdict check(HttpRequest headers, SocketAddress remote) {
        Verdict admitted = new Admitted(new Somebody());
        return switch (nextManner()) {
            case 0 -> admitted;
            case 1 -> new Asked(later(admitted));
            case 2 ->
                new Undecided(
                        body -> body.length % 2 == 0 ? later(admitted) : CompletableFuture.completedStage(admitted));
            default -> new Undecided(_ -> later(Access.refused(Refusal.Kind.INVALID_SIGNATURE, "no")));
        };
    }

    private final class Somebody implements dev.hearth.gateway.invoke.Caller {
        @Override
        public String accountId() {
            return "123456789012";
        }

        @Override
        public CompletionStage<Optional<Refusal>> may(Right right, dev.hearth.gateway.invoke.Caller.Target target) {
            Optional<Refusal> refusal = right == Right.INVOKE
                    ? Optional.empty()
                    : Optional.of(new Refusal(Refusal.Kind.ACCESS_DENIED, "no"));
            return target.name().startsWith("later") ? later(refusal) : CompletableFuture.completedStage(refusal);
        }
    }

    // ---- what is done ----

    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        due.add(() -> {
            if (event.payload().length % 2 == 0) {
                kept.complete(null);
            } else {
                kept.completeExceptionally(new QueueFull("there is no room"));
            }
        });
        return kept;
    }

    @Override
    public InFlight dispatch(Invocation invocation, Dispatcher.Caller caller) {
        Running running = new Running(invocation, caller);
        int first = invocation.payload()[0];
        if (first == '0') {
            running.end();
        } else if (invocation.streaming()) {
            due.add(() -> {
                running.piece();
                due.add(running::end);
            });
        } else {
            due.add(running::end);
        }
        return running;
    }

    private record Running(Invocation invocation, Dispatcher.Caller caller) implements InFlight {
        void piece() {
            if (invocation.result().grow(invocation.payload().length).isGranted()) {
                caller.chunk(invocation.payload());
            }
        }

        void end() {
            caller.finished();
            caller.answered(answer());
        }

        private Answer answer() {
            byte[] payload = invocation.payload();
            Optional<String> tail = invocation.wantsLogTail() ? Optional.of("eA==") : Optional.empty();
            return switch (payload[0]) {
                case '1' -> new Answer.FunctionError("Unhandled", payload, tail);
                case '2' -> new Answer.Throttled(Answer.Reason.CallerRateLimitExceeded, Duration.ofSeconds(1));
                case '3' -> new Answer.Unavailable(Answer.Cause.NO_ENVIRONMENT, "none");
                default ->
                    invocation.result().grow(payload.length).isGranted()
                            ? new Answer.Success(payload, tail)
                            : new Answer.Unavailable(Answer.Cause.RESULT_DROPPED, "no memory");
            };
        }

        /** It runs on. */
        @Override
        public void abandon() {}

        @Override
        public void flow(boolean open) {}
    }
}

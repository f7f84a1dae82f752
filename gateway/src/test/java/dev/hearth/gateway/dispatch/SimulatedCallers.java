package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Callers of a dispatcher; each must be answered once. Thread-safe. */
final class SimulatedCallers {
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Call> open = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger succeeded = new AtomicInteger();

    /** One call that has not ended. */
    static final class Call implements Dispatcher.Caller {
        final String id;
        final FunctionId function;
        final long sinceNanos;
        private final SimulatedCallers callers;
        private final AtomicInteger answers = new AtomicInteger();
        volatile Dispatcher.InFlight inFlight;

        Call(SimulatedCallers callers, String id, FunctionId function, long sinceNanos) {
            this.callers = callers;
            this.id = id;
            this.function = function;
            this.sinceNanos = sinceNanos;
        }

        @Override
        public void chunk(byte[] bytes) {
            if (answers.get() > 0) {
                throw new AssertionError(id + " got a piece after its end");
            }
        }

        @Override
        public void answered(Answer answer) {
            if (answers.incrementAndGet() > 1) {
                throw new AssertionError(id + " was answered twice, now with " + answer);
            }
            callers.answered.incrementAndGet();
            if (answer instanceof Answer.Success) {
                callers.succeeded.incrementAndGet();
            }
        }

        boolean isEnded() {
            return inFlight instanceof Attempt attempt ? attempt.isEnded() : answers.get() > 0;
        }
    }

    /** Calls; the call, which may have ended already. */
    Call invoke(Dispatcher dispatcher, Revision revision, RandomGenerator random, long nowNanos) {
        Call call = new Call(this, "r" + requests.incrementAndGet(), revision.function(), nowNanos);
        open.put(call.id, call);
        Invocation invocation = new Invocation(
                call.id,
                revision,
                "arn",
                new byte[random.nextInt(50)],
                Optional.empty(),
                Optional.empty(),
                random.nextBoolean(),
                random.nextBoolean());
        call.inFlight = dispatcher.dispatch(invocation, call);
        return call;
    }

    /** Calls that have not ended, abandoned ones included. */
    List<Call> running() {
        open.values().removeIf(call -> call.inFlight != null && call.isEnded());
        return new ArrayList<>(open.values());
    }

    Optional<Call> any(RandomGenerator random) {
        List<Call> all =
                running().stream().filter(call -> call.inFlight != null).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    Collection<Call> of(FunctionId function) {
        return running().stream().filter(call -> call.function.equals(function)).toList();
    }

    int requests() {
        return requests.get();
    }

    int answers() {
        return answered.get();
    }

    int successes() {
        return succeeded.get();
    }
}

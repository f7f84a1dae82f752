package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.concurrency.Admission;
import dev.hearth.gateway.concurrency.InstallationConcurrency;
import dev.hearth.gateway.concurrency.Permit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A pool with a clock that a test moves, and the answers it gave. */
final class TestPool {
    static final Duration KEEP_ALIVE = Duration.ofMinutes(10);

    final Revision revision;
    final TestFleet fleet = new TestFleet();
    final InstallationConcurrency account = InstallationConcurrency.ofOneAccount(1_000);
    final DispatchSettings settings = DispatchSettings.defaults(KEEP_ALIVE);
    final WaitingRoom room = new WaitingRoom(100, 100_000);
    final Map<String, List<Answer>> answers = Collections.synchronizedMap(new LinkedHashMap<>());
    final StringBuilder chunks = new StringBuilder();
    long now = 1_000_000_000_000L;
    final RevisionPool pool;

    TestPool() {
        this(Revisions.of("hello"));
    }

    TestPool(Revision revision) {
        this.revision = revision;
        this.pool = new RevisionPool(
                revision,
                new PoolContext(settings, fleet, room, new StartRates(), _ -> 1_000, DispatchMetrics.NONE, () -> now));
    }

    TestEnvironment environment(String id) {
        return new TestEnvironment(pool, id);
    }

    TestEnvironment ready(String id) {
        return environment(id).attach().ready();
    }

    Dispatcher.InFlight invoke(String requestId) {
        return invoke(requestId, false);
    }

    /** @param tail whether the answer is to have the log's tail */
    Dispatcher.InFlight invoke(String requestId, boolean tail) {
        return invoke(requestId, tail, caller(requestId));
    }

    Dispatcher.InFlight invoke(String requestId, boolean tail, Dispatcher.Caller caller) {
        Invocation invocation = new Invocation(
                requestId, revision, "arn", new byte[10], Optional.empty(), Optional.empty(), tail, true);
        Permit permit = ((Admission.Admitted) account.admit(revision)).permit();
        Attempt attempt = new Attempt(pool, invocation, caller, permit, now);
        pool.dispatch(attempt);
        return attempt;
    }

    private Dispatcher.Caller caller(String requestId) {
        return caller(requestId, Optional.empty());
    }

    /** @param kept completes when it is kept that it begins */
    Dispatcher.Caller caller(String requestId, Optional<CompletionStage<Void>> kept) {
        return new Dispatcher.Caller() {
            @Override
            public Optional<CompletionStage<Void>> begins() {
                return kept;
            }

            @Override
            public void chunk(byte[] bytes) {
                chunks.append(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void answered(Answer answer) {
                answers.computeIfAbsent(requestId, _ -> new ArrayList<>()).add(answer);
            }
        };
    }

    /** The one answer to this invocation. */
    Answer answer(String requestId) {
        List<Answer> given = answers.getOrDefault(requestId, List.of());
        if (given.size() != 1) {
            throw new AssertionError(requestId + " was answered " + given.size() + " times: " + given);
        }
        return given.getFirst();
    }

    /** The error object that answered this invocation. */
    String error(String requestId) {
        return new String(((Answer.FunctionError) answer(requestId)).body(), StandardCharsets.UTF_8);
    }

    /** Lets time pass in the steps of the gateway's clock. */
    void after(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now = Math.min(end, now + 20_000_000);
            pool.tick();
        }
    }
}

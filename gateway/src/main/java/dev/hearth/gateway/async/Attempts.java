package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Invocation;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Outcome.Condition;
import dev.hearth.gateway.queue.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries events: each as its policy says, and by what its function, version or alias is now.
 *
 * <p>That an attempt begins is kept before an environment has it: if this process ends in the middle of it, it was an attempt. What
 * waited for an environment, or was refused one, has not been tried.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    /** Lambda's word for every error of a function. */
    private static final String UNHANDLED = "Unhandled";

    private final EventQueue queue;
    private final EventLines lines;
    private final Targets targets;
    private final Dispatcher dispatcher;
    private final Outcomes outcomes;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final RetrySchedule schedule;
    private final Executor threads;
    private final EventReader reader;
    private final LogTurns<FunctionId> logTurns;
    private volatile boolean stopping;

    /** @param lines where events wait for the next attempt */
    Attempts(
            EventQueue queue,
            EventLines lines,
            Targets targets,
            Dispatcher dispatcher,
            Outcomes outcomes,
            AsyncMetrics metrics,
            Clocks clocks,
            RetrySchedule schedule,
            Executor threads) {
        this.queue = queue;
        this.lines = lines;
        this.targets = targets;
        this.dispatcher = dispatcher;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.clocks = clocks;
        this.schedule = schedule;
        this.threads = threads;
        this.logTurns = new LogTurns<>(clocks::nanos);
        this.reader = new EventReader(queue, lines, metrics, clocks);
    }

    /** Begins what is due of a function. */
    void advance(FunctionId key, EventLine line) {
        long now = clocks.nanos();
        for (Pending next = next(line, now); next != null; next = next(line, now)) {
            Pending event = next;
            threads.execute(() -> attempt(key, line, event));
        }
    }

    private @Nullable Pending next(EventLine line, long now) {
        boolean waits = stopping || outcomes.isStuck() || !reader.mayRead(line, now);
        return waits ? null : line.next(now);
    }

    private void attempt(FunctionId key, EventLine line, Pending pending) {
        reader.read(key, pending).ifPresentOrElse(event -> attempt(key, line, pending, event), line::skipped);
    }

    private void attempt(FunctionId key, EventLine line, Pending pending, AcceptedEvent event) {
        try {
            Optional<Targets.Target> target = targets.find(event);
            if (target.isEmpty()) {
                skip(key, line, pending, event);
            } else {
                attempt(new Attempt(key, line, pending, event, target.get()));
            }
        } catch (RuntimeException e) {
            logTurns.take(key)
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("an accepted event cannot be delivered now")
                            .setCause(e)
                            .addKeyValue("function", key.name())
                            .addKeyValue("othersBefore", before)
                            .log());
            skip(key, line, pending, event);
        }
    }

    /** The event cannot be tried, as when its alias is away: that says nothing about others of its function. */
    private void skip(FunctionId key, EventLine line, Pending pending, AcceptedEvent event) {
        putBack(key, pending, event, EventPolicy.DEFAULT);
        line.skipped();
    }

    /** One attempt on its way. */
    private record Attempt(
            FunctionId key, EventLine line, Pending pending, AcceptedEvent event, Targets.Target target) {
        EventPolicy policy() {
            return target.policy();
        }

        Invocation invocation() {
            return target.invocation(event, pending.result());
        }

        Outcome.Response response(byte[] payload, Optional<String> functionError) {
            return new Outcome.Response(target.revision().version(), functionError, payload);
        }
    }

    private void attempt(Attempt attempt) {
        Pending pending = attempt.pending();
        if (Lineage.isLoop(attempt.event().traceHeader(), attempt.key())) {
            end(attempt, Condition.RecursiveInvocation, Optional.empty());
        } else if (attempt.target().isBlocked()) {
            end(attempt, Condition.ZeroReservedConcurrency, Optional.empty());
        } else if (pending.attempts > attempt.policy().maximumRetryAttempts()) {
            end(attempt, Condition.RetriesExhausted, Optional.empty()); // a process has ended in the middle of the last
        } else if (pending.age(clocks.nanos()).compareTo(attempt.policy().maximumEventAge()) >= 0) {
            end(attempt, Condition.EventAgeExceeded, Optional.empty());
        } else {
            pending.begun = false;
            dispatch(attempt);
        }
    }

    private void dispatch(Attempt attempt) {
        long begun = clocks.nanos();
        Revision revision = attempt.target().revision();
        AtomicBoolean counts = new AtomicBoolean();
        dispatcher.dispatch(attempt.invocation(), new Dispatcher.Caller() {
            @Override
            public Optional<CompletionStage<Void>> begins() {
                counts.set(true);
                return Optional.of(begin(attempt).whenComplete((_, failure) -> {
                    if (failure != null) {
                        takeBack(attempt, counts);
                    }
                }));
            }

            @Override
            public void chunk(byte[] bytes) {
                throw new IllegalStateException("no result is streamed to a queue");
            }

            @Override
            public void coldStart(ColdStart phases) {
                metrics.coldStart(revision, phases);
            }

            @Override
            public void answered(Answer answer) {
                metrics.answered(revision, answer, clocks.nanos() - begun);
                if (answer instanceof Answer.Unavailable unavailable && unavailable.cause() == Answer.Cause.NOT_KEPT) {
                    takeBack(attempt, counts);
                }
                ended(attempt, answer);
            }
        });
    }

    /** From now on it counts, also if this process ends: the next knows of it before the handler runs. */
    private CompletionStage<Void> begin(Attempt attempt) {
        Pending pending = attempt.pending();
        pending.begun = true;
        pending.attempts++;
        metrics.attempted(attempt.key(), pending.age(clocks.nanos()).toNanos());
        return queue.note(pending.place, new Progress(pending.attempts, Instant.EPOCH, pending.since));
    }

    /** It did not begin after all. */
    private static void takeBack(Attempt attempt, AtomicBoolean counts) {
        if (counts.compareAndSet(true, false)) {
            attempt.pending().begun = false;
            attempt.pending().attempts--;
        }
    }

    // ---- what became of it ----

    private void ended(Attempt attempt, Answer answer) {
        switch (answer) {
            case Answer.Success success ->
                end(attempt, Condition.Success, Optional.of(attempt.response(success.payload(), Optional.empty())));
            case Answer.FunctionError error ->
                failed(
                        attempt,
                        schedule.afterError(tried(attempt)),
                        Optional.of(attempt.response(error.body(), Optional.of(UNHANDLED))));
            case Answer.Throttled throttled -> nothingRan(attempt);
            case Answer.Unavailable(Answer.Cause cause, String message) -> {
                if (cause == Answer.Cause.ENVIRONMENT_LOST || cause == Answer.Cause.RESULT_DROPPED) {
                    failed(attempt, RetrySchedule.afterRefusal(tried(attempt)), Optional.empty());
                } else {
                    nothingRan(attempt);
                }
            }
        }
    }

    /** How often it has been tried: also when only an init was, that was made for it. */
    private static int tried(Attempt attempt) {
        Pending pending = attempt.pending();
        if (!pending.begun) {
            pending.attempts++;
        }
        return pending.attempts;
    }

    private void failed(Attempt attempt, Duration wait, Optional<Outcome.Response> response) {
        Pending pending = attempt.pending();
        if (pending.attempts > attempt.policy().maximumRetryAttempts()) {
            end(attempt, Condition.RetriesExhausted, response);
        } else if (pending.age(clocks.nanos())
                        .plus(wait)
                        .compareTo(attempt.policy().maximumEventAge())
                >= 0) {
            end(attempt, Condition.EventAgeExceeded, response);
        } else {
            pending.refusals = 0;
            later(attempt.key(), pending, wait);
            attempt.line().ran();
        }
    }

    private void nothingRan(Attempt attempt) {
        putBack(attempt.key(), attempt.pending(), attempt.event(), attempt.policy());
        attempt.line().refused(clocks.nanos());
    }

    /** It was not tried, and is again later; or given up if it is too old by then. */
    private void putBack(FunctionId key, Pending pending, AcceptedEvent event, EventPolicy policy) {
        pending.refusals++;
        Duration wait = RetrySchedule.afterRefusal(pending.refusals);
        Duration rest = policy.maximumEventAge().minus(pending.age(clocks.nanos()));
        if (rest.isPositive()) {
            later(key, pending, wait.compareTo(rest) < 0 ? wait : rest);
        } else {
            end(pending, event, policy, Condition.EventAgeExceeded, Optional.empty());
        }
    }

    private void later(FunctionId key, Pending pending, Duration wait) {
        metrics.retried(key);
        queue.note(pending.place, new Progress(pending.attempts, clocks.now().plus(wait), pending.since))
                .exceptionally(Outcomes::unkept);
        lines.addLater(key, pending, clocks.nanos(), wait);
    }

    private void end(Attempt attempt, Condition condition, Optional<Outcome.Response> response) {
        end(attempt.pending(), attempt.event(), attempt.policy(), condition, response);
        attempt.line().ran();
        if (!attempt.line().lacksMemory()) { // else it is another's turn first
            advance(attempt.key(), attempt.line());
        }
    }

    /** It is done with: nothing of it is tried any more. */
    private void end(
            Pending pending,
            AcceptedEvent event,
            EventPolicy policy,
            Condition condition,
            Optional<Outcome.Response> response) {
        if (condition != Condition.Success) {
            metrics.dropped(event.function(), condition.name());
            logTurns.take(event.function())
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("an asynchronous invocation is given up")
                            .addKeyValue("function", event.function().name())
                            .addKeyValue("requestId", event.requestId())
                            .addKeyValue("why", condition)
                            .addKeyValue("attempts", pending.attempts)
                            .addKeyValue("othersBefore", before)
                            .log());
        }
        Instant now = clocks.now();
        outcomes.ended(
                pending.place,
                event,
                policy,
                new Outcome(condition, pending.attempts, now, response),
                pending::giveBack);
    }

    /** Begins no more. */
    void stop() {
        stopping = true;
    }
}

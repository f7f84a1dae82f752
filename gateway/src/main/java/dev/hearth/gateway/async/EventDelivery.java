package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts events and delivers them, each at least once and never more often than its policy says.
 *
 * <pre>
 *   accept ──► EventQueue ──► EventLine of its function ──► attempt ──► Dispatcher
 *                                  ▲                                      │
 *                                  └──── later: error, refusal ◄──────────┴──► done with
 * </pre>
 *
 * <p>That an attempt begins is kept before an environment has it: if this process ends in the middle of it, it was an attempt. What
 * waited for an environment, or was refused one, has not been tried.
 */
public final class EventDelivery implements EventAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);

    private final EventQueue queue;
    private final Targets targets;
    private final Dispatcher dispatcher;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final RetrySchedule schedule;
    private final Executor threads;
    private final int most;
    private final Map<FunctionId, EventLine> lines = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * Delivers nothing yet: {@link #recover}.
     *
     * @param threads for attempts, each of which blocks while the queue works
     * @param most events of one function that are tried at the same time
     */
    public EventDelivery(
            EventQueue queue,
            Targets targets,
            Dispatcher dispatcher,
            AsyncMetrics metrics,
            Clocks clocks,
            RetrySchedule schedule,
            Executor threads,
            int most) {
        this.queue = queue;
        this.targets = targets;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.clocks = clocks;
        this.schedule = schedule;
        this.threads = threads;
        this.most = most;
    }

    // ---- accepting ----

    /** Takes up what was accepted before this process. */
    public void recover() throws IOException {
        queue.recover(kept -> {
            long now = clocks.nanos();
            Duration age = clocks.since(kept.event().acceptedAt());
            Pending pending = new Pending(kept.place(), now - age.toNanos());
            pending.attempts = kept.progress().attempts();
            pending.dueNanos = now + clocks.until(kept.progress().notBefore()).toNanos();
            add(kept.event().function(), pending);
        });
    }

    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        long now = clocks.nanos();
        FunctionId key = event.function();
        return queue.accept(event).thenAccept(place -> {
            metrics.received(key);
            advance(key, add(key, new Pending(place, now)));
        });
    }

    private EventLine add(FunctionId key, Pending event) {
        return lines.compute(key, (_, known) -> {
            EventLine line = known == null ? new EventLine(most) : known;
            line.add(event, clocks.nanos());
            return line;
        });
    }

    // ---- attempts ----

    /** Begins what is due: call every few milliseconds. */
    public void tick() {
        lines.forEach((key, line) -> {
            advance(key, line);
            if (line.isEmpty()) {
                lines.computeIfPresent(key, (_, known) -> known.isEmpty() ? null : known);
            }
        });
    }

    private void advance(FunctionId key, EventLine line) {
        long now = clocks.nanos();
        for (Pending next = next(line, now); next != null; next = next(line, now)) {
            Pending event = next;
            threads.execute(() -> attempt(key, line, event));
        }
    }

    private @Nullable Pending next(EventLine line, long now) {
        return stopping ? null : line.next(now);
    }

    private void attempt(FunctionId key, EventLine line, Pending pending) {
        try {
            AcceptedEvent event = queue.read(pending.place);
            Optional<Targets.Target> target = targets.find(event);
            if (target.isEmpty()) {
                skip(key, line, pending);
            } else {
                attempt(new Attempt(key, line, pending, event, target.get()));
            }
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .setMessage("an accepted event cannot be delivered now")
                    .setCause(e)
                    .addKeyValue("function", key.name())
                    .log();
            skip(key, line, pending);
        }
    }

    /** The event cannot be tried, as when its alias is away: that says nothing about others of its function. */
    private void skip(FunctionId key, EventLine line, Pending pending) {
        putBack(key, pending, EventPolicy.DEFAULT);
        line.skipped();
    }

    /** One attempt on its way. */
    private record Attempt(
            FunctionId key, EventLine line, Pending pending, AcceptedEvent event, Targets.Target target) {
        EventPolicy policy() {
            return target.policy();
        }
    }

    private void attempt(Attempt attempt) {
        Pending pending = attempt.pending();
        if (attempt.target().isBlocked()) {
            part(attempt, Parting.ZeroReservedConcurrency);
        } else if (pending.attempts > attempt.policy().maximumRetryAttempts()) {
            part(attempt, Parting.RetriesExhausted); // a process has ended in the middle of the last
        } else if (age(pending).compareTo(attempt.policy().maximumEventAge()) >= 0) {
            part(attempt, Parting.EventAgeExceeded);
        } else {
            pending.begun = false;
            dispatch(attempt);
        }
    }

    private void dispatch(Attempt attempt) {
        long begun = clocks.nanos();
        Revision revision = attempt.target().revision();
        dispatcher.dispatch(attempt.target().invocation(attempt.event()), new Dispatcher.Caller() {
            @Override
            public Optional<CompletionStage<Void>> begins() {
                return Optional.of(begin(attempt));
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
                ended(attempt, answer);
            }
        });
    }

    /** From now on it counts, also if this process ends: the next knows of it before the handler runs. */
    private CompletionStage<Void> begin(Attempt attempt) {
        Pending pending = attempt.pending();
        pending.begun = true;
        pending.attempts++;
        metrics.attempted(attempt.key(), age(pending).toNanos());
        return queue.note(pending.place, new Progress(pending.attempts, Instant.EPOCH));
    }

    // ---- what became of it ----

    private void ended(Attempt attempt, Answer answer) {
        switch (answer) {
            case Answer.Success success -> part(attempt, Parting.Success);
            case Answer.FunctionError error -> failed(attempt, schedule.afterError(tried(attempt)));
            case Answer.Throttled throttled -> nothingRan(attempt);
            case Answer.Unavailable(Answer.Cause cause, String message) -> {
                if (cause == Answer.Cause.ENVIRONMENT_LOST) {
                    failed(attempt, RetrySchedule.afterRefusal(tried(attempt)));
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

    private void failed(Attempt attempt, Duration wait) {
        Pending pending = attempt.pending();
        if (pending.attempts > attempt.policy().maximumRetryAttempts()) {
            part(attempt, Parting.RetriesExhausted);
        } else if (age(pending).plus(wait).compareTo(attempt.policy().maximumEventAge()) >= 0) {
            part(attempt, Parting.EventAgeExceeded);
        } else {
            pending.refusals = 0;
            later(attempt.key(), pending, wait);
            attempt.line().ran();
        }
    }

    private void nothingRan(Attempt attempt) {
        putBack(attempt.key(), attempt.pending(), attempt.policy());
        attempt.line().refused(clocks.nanos());
    }

    /** It was not tried, and is again later; or dropped if it is too old by then. */
    private void putBack(FunctionId key, Pending pending, EventPolicy policy) {
        pending.refusals++;
        Duration wait = RetrySchedule.afterRefusal(pending.refusals);
        if (age(pending).plus(wait).compareTo(policy.maximumEventAge()) >= 0) {
            drop(key, pending, Parting.EventAgeExceeded);
        } else {
            later(key, pending, wait);
        }
    }

    private void later(FunctionId key, Pending pending, Duration wait) {
        metrics.retried(key);
        pending.dueNanos = clocks.nanos() + wait.toNanos();
        queue.note(pending.place, new Progress(pending.attempts, clocks.now().plus(wait)))
                .exceptionally(EventDelivery::unkept);
        add(key, pending);
    }

    private void part(Attempt attempt, Parting parting) {
        if (parting == Parting.Success) {
            forget(attempt.pending());
        } else {
            drop(attempt.key(), attempt.pending(), parting);
        }
        attempt.line().ran();
        advance(attempt.key(), attempt.line());
    }

    private void drop(FunctionId key, Pending pending, Parting parting) {
        metrics.dropped(key, parting.name());
        LOG.atWarn()
                .setMessage("an asynchronous invocation is given up")
                .addKeyValue("function", key.name())
                .addKeyValue("why", parting)
                .addKeyValue("attempts", pending.attempts)
                .log();
        forget(pending);
    }

    private void forget(Pending pending) {
        queue.remove(pending.place).exceptionally(EventDelivery::unkept);
    }

    /** The queue says so too, and makes up for it when it can. */
    private static @Nullable Void unkept(Throwable failure) {
        LOG.atDebug().setMessage("not written yet").setCause(failure).log();
        return null;
    }

    private Duration age(Pending pending) {
        return Duration.ofNanos(clocks.nanos() - pending.acceptedNanos);
    }

    // ---- reading, ending ----

    /** Events of a function that are not done with. */
    public int depth(FunctionId function) {
        EventLine line = lines.get(function);
        return line == null ? 0 : line.size();
    }

    /** Begins no more attempts. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing is tried at this moment. */
    public boolean isQuiet() {
        return lines.values().stream().allMatch(line -> line.running() == 0);
    }

    /** Events of all functions that are not done with. */
    public int depth() {
        return lines.values().stream().mapToInt(EventLine::size).sum();
    }
}

package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Answer;
import dev.hearth.gateway.dispatch.ColdStart;
import dev.hearth.gateway.dispatch.Dispatcher;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventAcceptor;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.FailedEvents;
import dev.hearth.gateway.queue.Outcome;
import dev.hearth.gateway.queue.Outcome.Condition;
import dev.hearth.gateway.queue.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
public final class EventDelivery implements EventAcceptor, FailedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    /** Lambda's word for every error of a function. */
    private static final String UNHANDLED = "Unhandled";

    private final EventQueue queue;
    private final Targets targets;
    private final Dispatcher dispatcher;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final RetrySchedule schedule;
    private final Executor threads;
    private final int most;
    private final Outcomes outcomes;
    private final Map<FunctionId, EventLine> lines = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * Delivers nothing yet: {@link #recover}.
     *
     * @param sender to destinations
     * @param threads for attempts and for sending, each of which blocks while the queue works
     * @param most events of one function that are tried at the same time
     * @param mostFailedBytes that failed events without a destination may take
     */
    public EventDelivery(
            EventQueue queue,
            Targets targets,
            Dispatcher dispatcher,
            RecordSender sender,
            AsyncMetrics metrics,
            Clocks clocks,
            RetrySchedule schedule,
            Executor threads,
            int most,
            long mostFailedBytes) {
        this.queue = queue;
        this.targets = targets;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.clocks = clocks;
        this.schedule = schedule;
        this.threads = threads;
        this.most = most;
        this.outcomes = new Outcomes(queue, targets, sender, metrics, clocks, threads, mostFailedBytes);
    }

    // ---- accepting ----

    /** Takes up what was accepted before this process. */
    public void recover() throws IOException {
        queue.recover(kept ->
                kept.outcome().ifPresentOrElse(outcome -> outcomes.recover(kept, outcome), () -> recover(kept)));
    }

    private void recover(EventQueue.Kept kept) {
        long now = clocks.nanos();
        Progress progress = kept.progress();
        Instant since = progress.since().isAfter(kept.event().acceptedAt())
                ? progress.since()
                : kept.event().acceptedAt();
        Pending pending = new Pending(kept.place(), now - clocks.since(since).toNanos(), progress.since());
        pending.attempts = progress.attempts();
        pending.dueNanos = now + clocks.until(progress.notBefore()).toNanos();
        add(kept.event().function(), pending);
    }

    @Override
    public CompletionStage<Void> accept(AcceptedEvent event) {
        long now = clocks.nanos();
        FunctionId key = event.function();
        return queue.accept(event).thenAccept(place -> {
            metrics.received(key);
            advance(key, add(key, new Pending(place, now, Instant.EPOCH)));
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
        outcomes.tick();
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
        return stopping || outcomes.isStuck() ? null : line.next(now);
    }

    private void attempt(FunctionId key, EventLine line, Pending pending) {
        Optional<AcceptedEvent> event = read(key, pending);
        if (event.isEmpty()) {
            pending.refusals++;
            later(key, pending, RetrySchedule.afterRefusal(pending.refusals));
            line.skipped();
        } else {
            attempt(key, line, pending, event.get());
        }
    }

    /** Empty: it cannot be read now; it is kept all the same. */
    private Optional<AcceptedEvent> read(FunctionId key, Pending pending) {
        try {
            return Optional.of(queue.read(pending.place));
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .setMessage("an accepted event cannot be read now")
                    .setCause(e)
                    .addKeyValue("function", key.name())
                    .log();
            return Optional.empty();
        }
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
            LOG.atWarn()
                    .setMessage("an accepted event cannot be delivered now")
                    .setCause(e)
                    .addKeyValue("function", key.name())
                    .log();
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
        } else if (age(pending).compareTo(attempt.policy().maximumEventAge()) >= 0) {
            end(attempt, Condition.EventAgeExceeded, Optional.empty());
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
        return queue.note(pending.place, new Progress(pending.attempts, Instant.EPOCH, pending.since));
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
                if (cause == Answer.Cause.ENVIRONMENT_LOST) {
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
        } else if (age(pending).plus(wait).compareTo(attempt.policy().maximumEventAge()) >= 0) {
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
        if (age(pending).plus(wait).compareTo(policy.maximumEventAge()) < 0) {
            later(key, pending, wait);
        } else {
            end(pending, event, policy, Condition.EventAgeExceeded, Optional.empty());
        }
    }

    private void later(FunctionId key, Pending pending, Duration wait) {
        metrics.retried(key);
        pending.dueNanos = clocks.nanos() + wait.toNanos();
        queue.note(pending.place, new Progress(pending.attempts, clocks.now().plus(wait), pending.since))
                .exceptionally(EventDelivery::unkept);
        add(key, pending);
    }

    private void end(Attempt attempt, Condition condition, Optional<Outcome.Response> response) {
        end(attempt.pending(), attempt.event(), attempt.policy(), condition, response);
        attempt.line().ran();
        advance(attempt.key(), attempt.line());
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
            LOG.atWarn()
                    .setMessage("an asynchronous invocation is given up")
                    .addKeyValue("function", event.function().name())
                    .addKeyValue("requestId", event.requestId())
                    .addKeyValue("why", condition)
                    .addKeyValue("attempts", pending.attempts)
                    .log();
        }
        Instant now = clocks.now();
        outcomes.ended(pending.place, event, policy, new Outcome(condition, pending.attempts, now, response));
    }

    /** The queue says so too, and makes up for it when it can. */
    static @Nullable Void unkept(Throwable failure) {
        LOG.atDebug().setMessage("not written yet").setCause(failure).log();
        return null;
    }

    private Duration age(Pending pending) {
        return Duration.ofNanos(clocks.nanos() - pending.acceptedNanos);
    }

    // ---- what was given up ----

    @Override
    public List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        return outcomes.list(function, after, most);
    }

    @Override
    public int count(FunctionKey function) {
        return outcomes.count(function);
    }

    @Override
    public CompletionStage<Integer> redrive(FunctionKey function, Collection<String> requestIds) {
        CompletableFuture<Integer> count = CompletableFuture.completedFuture(0);
        for (Settled settled : outcomes.take(function, Set.copyOf(requestIds))) {
            count = count.thenCombine(redrive(settled), Integer::sum);
        }
        return count;
    }

    /** 1: it gets another chance. */
    private CompletionStage<Integer> redrive(Settled settled) {
        Pending pending = new Pending(settled.place, clocks.nanos(), clocks.now());
        return queue.note(settled.place, new Progress(0, Instant.EPOCH, pending.since))
                .handle((_, failure) -> {
                    if (failure != null) {
                        outcomes.keep(settled);
                        return 0;
                    }
                    advance(settled.function, add(settled.function, pending));
                    return 1;
                });
    }

    // ---- reading, ending ----

    /** Failed events that are kept, by function. */
    public Map<FunctionId, Integer> failed() {
        return outcomes.counts();
    }

    /** Events that are not done with, by function. */
    public Map<FunctionId, Integer> depths() {
        Map<FunctionId, Integer> depths = new HashMap<>();
        lines.forEach((function, line) -> depths.put(function, line.size()));
        return depths;
    }

    /** Events of a function that are not done with. */
    public int depth(FunctionId function) {
        EventLine line = lines.get(function);
        return line == null ? 0 : line.size();
    }

    /** Begins no more attempts. */
    public void stop() {
        stopping = true;
        outcomes.stop();
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

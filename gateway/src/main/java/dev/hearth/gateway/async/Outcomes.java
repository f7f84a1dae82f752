package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.log.LogTurns;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Busy;
import dev.hearth.gateway.queue.CompletedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of events that are done with: kept before anybody is told, sent to destinations until they have it, and kept for
 * somebody to look at where there is none.
 *
 * <pre>
 *   ended ──► Settling ──► SettledEvents ──► DestinationLine ──► RecordSender      (with a destination: until it has the record)
 *                               └──────────► redrive                               (without: until somebody asks, or it is too old)
 * </pre>
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    /** As long as SQS keeps a message at most. */
    private static final Duration LONGEST = Duration.ofDays(14);
    /** Bytes of events and results that are read for one page. */
    private static final long LARGEST_PAGE = 4L << 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventQueue queue;
    private final Targets targets;
    private final RecordSender sender;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final Executor threads;
    private final EventMemory memory;
    private final Rotation rotation = new Rotation();
    private final long mostBytes;
    private final Settling settling;
    private final SettledEvents kept = new SettledEvents();
    private final Map<Address, DestinationLine> lines = new ConcurrentHashMap<>();
    private final LogTurns<FunctionId> logTurns;
    private final Parked parked = new Parked(kept::isGone);
    private long nextTidyNanos;
    private volatile boolean stopping;

    /** What one destination gets from one namespace: others are nothing to it. */
    private record Address(String namespace, Destination to) {
        static Address of(Settled settled, Debt debt) {
            return new Address(settled.function.namespace(), debt.to());
        }
    }

    /** @param mostBytes that events without a destination may take; beyond it the account with most of them loses its eldest */
    Outcomes(
            EventQueue queue,
            Targets targets,
            RecordSender sender,
            AsyncMetrics metrics,
            Clocks clocks,
            Executor threads,
            EventMemory memory,
            long mostBytes) {
        this.memory = memory;
        this.queue = queue;
        this.targets = targets;
        this.sender = sender;
        this.metrics = metrics;
        this.clocks = clocks;
        this.threads = threads;
        this.mostBytes = mostBytes;
        this.logTurns = new LogTurns<>(clocks::nanos);
        this.settling = new Settling(queue, clocks, this::keep);
        this.nextTidyNanos = clocks.nanos();
    }

    // ---- becoming settled ----

    /**
     * An event is done with.
     *
     * @param giveBack gives back the memory of both, once they are safe
     */
    void ended(EventQueue.Place place, AcceptedEvent event, EventPolicy policy, Outcome outcome, Runnable giveBack) {
        if (outcome.condition() == Outcome.Condition.Success
                && Debt.of(policy, outcome.condition()).findAny().isEmpty()) {
            giveBack.run();
            queue.remove(place).exceptionally(Outcomes::unkept);
        } else {
            settling.settle(place, event, outcome, giveBack);
        }
    }

    /** One that was kept before this process: nothing is done about it until the first tick. */
    void recover(EventQueue.Kept found, Outcome outcome) {
        long endedNanos = clocks.nanos() - clocks.since(outcome.endedAt()).toNanos();
        Settled settled = new Settled(found.place(), found.event(), outcome, endedNanos);
        kept.keep(settled);
        parked.add(settled);
    }

    /** It is settled, or could not get another chance. */
    void keep(Settled settled) {
        kept.keep(settled);
        route(settled);
    }

    /** It was to get another chance, and nobody knows whether it has: its outcome is written after that. */
    void settleAgain(Settled settled) {
        Optional<Holding> loan = memory.records(settled.function).lend(EventMemory.ofRecord(settled));
        if (loan.isEmpty()) {
            keep(settled); // the next process may try it again
            return;
        }
        threads.execute(() -> {
            try {
                CompletedEvent completed = queue.completed(settled.place);
                settling.settle(settled.place, completed.event(), completed.outcome(), loan.get()::close);
            } catch (IOException | RuntimeException e) {
                LOG.atDebug().setMessage("cannot be read now").setCause(e).log();
                loan.get().close();
                keep(settled);
            }
        });
    }

    /** Whether nothing more should be begun, since what becomes of it could not be kept. */
    boolean isStuck() {
        return settling.isStuck();
    }

    // ---- destinations ----

    /** Puts it where the next who is to get something gets it; or nobody is, any more. */
    private void route(Settled settled) {
        Optional<EventPolicy> policy = policy(settled);
        if (policy.isEmpty()) {
            park(settled);
            return;
        }
        Optional<Debt> debt = kept.debt(settled, policy.get());
        if (debt.isPresent()) {
            advance(add(Address.of(settled, debt.get()), settled));
        } else if (!kept.isOver(settled)) {
            kept.rest(settled);
        } else if (kept.unkeep(settled)) {
            queue.remove(settled.place).exceptionally(Outcomes::unkept);
        }
    }

    private DestinationLine add(Address address, Settled settled) {
        return lines.compute(address, (_, known) -> {
            DestinationLine line =
                    known == null ? new DestinationLine(address.to, memory.records(settled.function)) : known;
            line.add(settled);
            return line;
        });
    }

    /** What says where its record goes is away: it may come back. */
    private void park(Settled settled) {
        kept.failed(settled, "there is no such function, version or alias now");
        parked.add(settled);
    }

    private void unpark() {
        parked.release(
                (function, qualifier) -> targets.policy(function, qualifier).isPresent(), settled -> {
                    if (!kept.isGone(settled)) {
                        route(settled);
                    }
                });
    }

    private Optional<EventPolicy> policy(Settled settled) {
        return targets.policy(settled.function, settled.qualifier);
    }

    /** Sends what is due, and gives up what is too old: call every few milliseconds. */
    void tick() {
        long now = clocks.nanos();
        settling.tick();
        rotation.forEach(lines, (address, line) -> {
            advance(line);
            if (line.isEmpty()) {
                lines.computeIfPresent(address, (_, known) -> known.isEmpty() ? null : known);
            }
        });
        if (nextTidyNanos - now <= 0) {
            nextTidyNanos = now + PAUSE.toNanos();
            tidy(now);
            unpark();
        }
    }

    private void advance(DestinationLine line) {
        for (Settled next = next(line); next != null; next = next(line)) {
            Settled settled = next;
            threads.execute(() -> send(line, settled));
        }
    }

    private @Nullable Settled next(DestinationLine line) {
        return stopping ? null : line.next(clocks.nanos());
    }

    private void send(DestinationLine line, Settled settled) {
        Optional<Debt> debt = policy(settled).flatMap(now -> kept.debt(settled, now));
        if (debt.isEmpty() || !debt.get().to().equals(line.to)) {
            line.skipped(settled);
            route(settled); // its function was configured anew
        } else if (kept.begins(settled)) {
            send(line, settled, debt.get());
        } else {
            line.skipped(settled);
        }
    }

    private void send(DestinationLine line, Settled settled, Debt debt) {
        try {
            CompletedEvent completed = queue.completed(settled.place);
            send(line, settled, debt, completed.event(), completed.outcome());
        } catch (IOException | RuntimeException e) { // the destination has nothing to do with it
            kept.end(settled, () -> {});
            line.later(settled, clocks.nanos() + PAUSE.toNanos());
            LOG.atDebug().setMessage("cannot be read now").setCause(e).log();
        }
    }

    private void send(DestinationLine line, Settled settled, Debt debt, AcceptedEvent event, Outcome outcome) {
        try {
            sender.send(debt.kind(), debt.to(), event, outcome);
            kept.end(settled, () -> settled.paid(debt));
            metrics.delivered(settled.function, debt.kind());
            answered(line, settled, debt);
        } catch (RecordSender.Undeliverable e) {
            kept.end(settled, () -> settled.refused(debt, message(e)));
            metrics.undelivered(settled.function, debt.kind());
            logTurns.take(settled.function)
                    .ifPresent(_ -> warn("a destination will never take this record; it is kept", settled, debt, e));
            answered(line, settled, debt);
        } catch (IOException | RuntimeException e) {
            kept.end(settled, () -> settled.failed(message(e)));
            metrics.undelivered(settled.function, debt.kind());
            if (line.failed(settled, clocks.nanos())) {
                warn("a destination takes nothing; it is tried again until it does", settled, debt, e);
            }
        }
    }

    private void answered(DestinationLine line, Settled settled, Debt debt) {
        if (line.sent(settled)) {
            LOG.atInfo()
                    .setMessage("a destination takes records again")
                    .addKeyValue("destination", debt.to())
                    .log();
        }
        route(settled);
    }

    private static String message(Exception e) {
        return Settled.shortened(Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
    }

    private static void warn(String message, Settled settled, Debt debt, Exception e) {
        LOG.atWarn()
                .setMessage(message)
                .addKeyValue("function", settled.function.name())
                .addKeyValue("requestId", settled.requestId)
                .addKeyValue("destination", debt.to())
                .addKeyValue("why", message(e))
                .log();
    }

    // ---- what cannot stay ----

    private void tidy(long now) {
        long oldest = now - LONGEST.toNanos();
        for (Settled old = kept.endedBefore(oldest); old != null; old = kept.endedBefore(oldest)) {
            discard(old, "Expired");
        }
        for (Settled old = kept.beyond(mostBytes); old != null; old = kept.beyond(mostBytes)) {
            discard(old, "NoRoom");
        }
    }

    private void discard(Settled settled, String why) {
        if (kept.unkeep(settled)) {
            metrics.discarded(settled.function, why);
            logTurns.take(settled.function)
                    .ifPresent(before -> LOG.atWarn()
                            .setMessage("a failed event is kept no longer")
                            .addKeyValue("function", settled.function.name())
                            .addKeyValue("requestId", settled.requestId)
                            .addKeyValue("why", why)
                            .addKeyValue("othersBefore", before)
                            .log());
            queue.remove(settled.place).exceptionally(Outcomes::unkept);
        }
    }

    // ---- looking, another chance ----

    List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        List<Settled> page = fitting(kept.page(function, after, most));
        if (page.isEmpty()) {
            return List.of();
        }
        long bytes = page.stream().mapToLong(EventMemory::ofRecord).sum();
        try (Holding _ = memory.records(page.getFirst().function)
                .lend(bytes)
                .orElseThrow(() -> new Busy("there is no memory to list failed events now; try again"))) {
            return read(page);
        }
    }

    /** Of them as many, from the first, as may be read at once. */
    private static List<Settled> fitting(List<Settled> events) {
        List<Settled> fitting = new ArrayList<>();
        long size = 0;
        for (Settled settled : events) {
            size += settled.size;
            if (!fitting.isEmpty() && size > LARGEST_PAGE) {
                break;
            }
            fitting.add(settled);
        }
        return fitting;
    }

    private List<FailedEvent> read(List<Settled> events) throws IOException {
        List<FailedEvent> page = new ArrayList<>();
        for (Settled settled : events) {
            try {
                CompletedEvent completed = queue.completed(settled.place);
                page.add(new FailedEvent(completed.event(), completed.outcome(), kept.problem(settled)));
            } catch (EventQueue.Unreadable e) { // the others can be listed
                LOG.atWarn()
                        .setMessage("a failed event cannot be read")
                        .addKeyValue("function", settled.function.name())
                        .addKeyValue("requestId", settled.requestId)
                        .addKeyValue("why", e)
                        .log();
            } catch (IOException e) {
                if (!kept.isGone(settled)) {
                    throw e;
                }
            }
        }
        return page;
    }

    int count(FunctionKey function) {
        return kept.count(function);
    }

    /** How many there are, by function. */
    Map<FunctionId, Integer> counts() {
        return kept.counts();
    }

    /** Takes those that can get another chance: they are nobody's until they are kept again or have it. */
    List<Settled> take(FunctionKey function, Set<String> requestIds) {
        return kept.take(function, requestIds);
    }

    /** The queue says so too, and makes up for it when it can. */
    static @Nullable Void unkept(Throwable failure) {
        LOG.atDebug().setMessage("not written yet").setCause(failure).log();
        return null;
    }

    /** Sends nothing more. */
    void stop() {
        stopping = true;
    }
}

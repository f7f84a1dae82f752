package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.FailedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
 *   ended ──► EventQueue ──► DestinationLine ──► RecordSender      (with a destination: until it has the record)
 *                    └────► kept ──► redrive                       (without: until somebody asks, or it is too old)
 * </pre>
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    /** As long as SQS keeps a message at most. */
    private static final Duration LONGEST = Duration.ofDays(14);
    /** More that the disk does not take: no more attempts begin. */
    private static final int MOST_UNWRITTEN = 100;

    /** Bytes of events and results that are read for one page. */
    private static final long LARGEST_PAGE = 4L << 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventQueue queue;
    private final Targets targets;
    private final RecordSender sender;
    private final AsyncMetrics metrics;
    private final Clocks clocks;
    private final Executor threads;
    private final long mostBytes;
    private final Map<Address, DestinationLine> lines = new ConcurrentHashMap<>();
    private final Map<FunctionKey, SequencedMap<String, Settled>> kept = new LinkedHashMap<>();
    private final Set<Unwritten> unwritten = new LinkedHashSet<>();
    private final List<Settled> parked = new ArrayList<>();
    private long restingBytes;
    private long nextTidyNanos;
    private volatile boolean stopping;

    /** What the queue did not take. */
    private static final class Unwritten {
        private final EventQueue.Place place;
        private final AcceptedEvent event;
        private final Outcome outcome;
        private long dueNanos;
        private boolean isUnderWay;

        Unwritten(EventQueue.Place place, AcceptedEvent event, Outcome outcome) {
            this.place = place;
            this.event = event;
            this.outcome = outcome;
        }
    }

    /** What one destination gets from one namespace: others are nothing to it. */
    private record Address(String namespace, Destination to) {
        static Address of(Settled settled, Debt debt) {
            return new Address(settled.function.namespace(), debt.to());
        }
    }

    /** @param mostBytes that events without a destination may take; the eldest are dropped beyond it */
    Outcomes(
            EventQueue queue,
            Targets targets,
            RecordSender sender,
            AsyncMetrics metrics,
            Clocks clocks,
            Executor threads,
            long mostBytes) {
        this.queue = queue;
        this.targets = targets;
        this.sender = sender;
        this.metrics = metrics;
        this.clocks = clocks;
        this.threads = threads;
        this.mostBytes = mostBytes;
        this.nextTidyNanos = clocks.nanos();
    }

    // ---- becoming settled ----

    /** An event is done with. */
    void ended(EventQueue.Place place, AcceptedEvent event, EventPolicy policy, Outcome outcome) {
        if (outcome.condition() == Outcome.Condition.Success
                && Debt.of(policy, outcome.condition()).findAny().isEmpty()) {
            queue.remove(place).exceptionally(EventDelivery::unkept);
        } else {
            settle(new Unwritten(place, event, outcome));
        }
    }

    private void settle(Unwritten ended) {
        queue.settle(ended.place, ended.event, ended.outcome).whenComplete((_, failure) -> {
            written(ended, failure == null);
            if (failure == null) {
                add(ended.place, ended.event, ended.outcome);
            }
        });
    }

    /** What is not written stays on the list, also while it is tried again, until it is. */
    private synchronized void written(Unwritten ended, boolean isWritten) {
        unwritten.remove(ended);
        if (!isWritten) {
            ended.isUnderWay = false;
            ended.dueNanos = clocks.nanos() + PAUSE.toNanos();
            unwritten.add(ended);
        }
    }

    /** One that was kept before this process: nothing is done about it until the first tick. */
    synchronized void recover(EventQueue.Kept found, Outcome outcome) {
        Settled settled = new Settled(found.place(), found.event(), outcome);
        keep(settled);
        parked.add(settled);
    }

    private void add(EventQueue.Place place, AcceptedEvent event, Outcome outcome) {
        Settled settled = new Settled(place, event, outcome);
        keep(settled);
        route(settled);
    }

    private synchronized void keep(Settled settled) {
        kept.computeIfAbsent(FunctionKey.of(settled.function), _ -> new LinkedHashMap<>())
                .put(settled.requestId, settled);
        settled.isGone = false;
    }

    /** Whether it was kept until now. */
    private synchronized boolean unkeep(Settled settled) {
        if (settled.isGone) {
            return false;
        }
        settled.isGone = true;
        restingBytes -= settled.isResting ? settled.size : 0;
        settled.isResting = false;
        kept.computeIfPresent(FunctionKey.of(settled.function), (_, all) -> {
            all.remove(settled.requestId);
            return all.isEmpty() ? null : all;
        });
        return true;
    }

    /** Whether the disk takes nothing, so that nothing more should be begun. */
    synchronized boolean isStuck() {
        return unwritten.size() > MOST_UNWRITTEN;
    }

    // ---- destinations ----

    /** Puts it where the next who is to get something gets it; or nobody is, any more. */
    private void route(Settled settled) {
        Optional<EventPolicy> policy = policy(settled);
        if (policy.isEmpty()) {
            park(settled);
            return;
        }
        Optional<Debt> debt = debt(settled, policy.get());
        if (debt.isPresent()) {
            advance(add(Address.of(settled, debt.get()), settled));
        } else if (!isOver(settled)) {
            rest(settled);
        } else if (unkeep(settled)) {
            queue.remove(settled.place).exceptionally(EventDelivery::unkept);
        }
    }

    /** Nobody is to get anything: it is there for somebody to look at. */
    private synchronized void rest(Settled settled) {
        if (!settled.isGone && !settled.isResting) {
            settled.isResting = true;
            restingBytes += settled.size;
        }
    }

    private DestinationLine add(Address address, Settled settled) {
        return lines.compute(address, (_, known) -> {
            DestinationLine line = known == null ? new DestinationLine(address.to) : known;
            line.add(settled);
            return line;
        });
    }

    /** What says where its record goes is away: it may come back. */
    private synchronized void park(Settled settled) {
        settled.failed("there is no such function, version or alias now");
        parked.add(settled);
    }

    private synchronized boolean isOver(Settled settled) {
        return settled.isOver();
    }

    private Optional<EventPolicy> policy(Settled settled) {
        return targets.policy(settled.function, settled.qualifier);
    }

    /** What is owed first. */
    private synchronized Optional<Debt> debt(Settled settled, EventPolicy policy) {
        return Debt.of(policy, settled.condition).filter(settled::isOwed).findFirst();
    }

    /** Sends what is due, and gives up what is too old: call every few milliseconds. */
    void tick() {
        long now = clocks.nanos();
        rewrite(now);
        lines.forEach((address, line) -> {
            advance(line);
            if (line.isEmpty()) {
                lines.computeIfPresent(address, (_, known) -> known.isEmpty() ? null : known);
            }
        });
        if (nextTidyNanos - now <= 0) {
            nextTidyNanos = now + PAUSE.toNanos();
            tidy();
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
        Optional<Debt> debt = policy(settled).flatMap(now -> debt(settled, now));
        if (debt.isEmpty() || !debt.get().to().equals(line.to)) {
            line.skipped();
            route(settled); // its function was configured anew
        } else if (begins(settled)) {
            send(line, settled, debt.get());
        } else {
            line.skipped();
        }
    }

    /** Whether it is to be sent: it may have got another chance meanwhile. */
    private synchronized boolean begins(Settled settled) {
        boolean begins = !settled.isGone && !settled.isSending;
        settled.isSending |= begins;
        return begins;
    }

    private void send(DestinationLine line, Settled settled, Debt debt) {
        try {
            sender.send(debt.kind(), debt.to(), queue.read(settled.place), queue.outcome(settled.place));
            end(settled, () -> settled.paid(debt));
            metrics.delivered(settled.function, debt.kind());
            answered(line, debt);
            route(settled);
        } catch (RecordSender.Undeliverable e) {
            end(settled, () -> settled.refused(debt, message(e)));
            warn("a destination will never take this record; it is kept", settled, debt, e);
            answered(line, debt);
            route(settled);
        } catch (IOException | RuntimeException e) {
            end(settled, () -> settled.failed(message(e)));
            if (failed(line, settled)) {
                warn("a destination takes nothing; it is tried again until it does", settled, debt, e);
            }
            metrics.undelivered(settled.function, debt.kind());
        }
    }

    private boolean failed(DestinationLine line, Settled settled) {
        return line.failed(settled, clocks.nanos());
    }

    private static String message(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }

    private synchronized void end(Settled settled, Runnable change) {
        settled.isSending = false;
        change.run();
    }

    private static void answered(DestinationLine line, Debt debt) {
        if (line.sent()) {
            LOG.atInfo()
                    .setMessage("a destination takes records again")
                    .addKeyValue("destination", debt.to())
                    .log();
        }
    }

    private void warn(String message, Settled settled, Debt debt, Exception e) {
        LOG.atWarn()
                .setMessage(message)
                .addKeyValue("function", settled.function.name())
                .addKeyValue("requestId", settled.requestId)
                .addKeyValue("destination", debt.to())
                .addKeyValue("why", message(e))
                .log();
        if (e instanceof RecordSender.Undeliverable) {
            metrics.undelivered(settled.function, debt.kind());
        }
    }

    // ---- what cannot stay ----

    private void rewrite(long now) {
        List<Unwritten> due;
        synchronized (this) {
            due = unwritten.stream()
                    .filter(each -> !each.isUnderWay && each.dueNanos - now <= 0)
                    .toList();
            due.forEach(each -> each.isUnderWay = true);
        }
        due.forEach(this::settle);
    }

    private void unpark() {
        List<Settled> all;
        synchronized (this) {
            all = parked.stream().filter(settled -> !settled.isGone).toList();
            parked.clear();
        }
        all.forEach(this::route);
    }

    private void tidy() {
        Instant oldest = clocks.now().minus(LONGEST);
        for (Settled old = expired(oldest); old != null; old = expired(oldest)) {
            discard(old, "Expired");
        }
        for (Settled old = tooMuch(); old != null; old = tooMuch()) {
            discard(old, "NoRoom");
        }
    }

    /** The eldest of those that nobody is to get anything of, if there are too many; what a destination is to get is not dropped. */
    private synchronized @Nullable Settled tooMuch() {
        return restingBytes <= mostBytes
                ? null
                : kept.values().stream()
                        .flatMap(all -> all.values().stream()
                                .filter(settled -> settled.isResting)
                                .limit(1))
                        .min(Comparator.comparing((Settled settled) -> settled.endedAt))
                        .orElse(null);
    }

    /** They are kept in the order in which they ended. */
    private synchronized @Nullable Settled expired(Instant oldest) {
        return kept.values().stream()
                .map(all -> all.firstEntry().getValue())
                .filter(settled -> !settled.isSending && !settled.endedAt.isAfter(oldest))
                .findAny()
                .orElse(null);
    }

    private void discard(Settled settled, String why) {
        if (unkeep(settled)) {
            metrics.discarded(settled.function, why);
            LOG.atWarn()
                    .setMessage("a failed event is kept no longer")
                    .addKeyValue("function", settled.function.name())
                    .addKeyValue("requestId", settled.requestId)
                    .addKeyValue("why", why)
                    .log();
            queue.remove(settled.place).exceptionally(EventDelivery::unkept);
        }
    }

    // ---- looking, another chance ----

    List<FailedEvent> list(FunctionKey function, Optional<String> after, int most) throws IOException {
        List<FailedEvent> page = new ArrayList<>();
        long size = 0;
        for (Settled settled : page(function, after, most)) {
            size += settled.size;
            if (!page.isEmpty() && size > LARGEST_PAGE) {
                break;
            }
            try {
                page.add(new FailedEvent(queue.read(settled.place), queue.outcome(settled.place), problem(settled)));
            } catch (IOException e) {
                if (!isGone(settled)) {
                    throw e;
                }
            }
        }
        return page;
    }

    private synchronized List<Settled> page(FunctionKey function, Optional<String> after, int most) {
        Collection<Settled> all =
                kept.getOrDefault(function, new LinkedHashMap<>()).values();
        return all.stream()
                .dropWhile(settled -> after.isPresent() && !settled.requestId.equals(after.get()))
                .skip(after.isPresent() ? 1 : 0)
                .limit(most)
                .toList();
    }

    private synchronized Optional<String> problem(Settled settled) {
        return settled.problem();
    }

    private synchronized boolean isGone(Settled settled) {
        return settled.isGone;
    }

    synchronized int count(FunctionKey function) {
        SequencedMap<String, Settled> all = kept.get(function);
        return all == null ? 0 : all.size();
    }

    /** How many there are, by function. */
    synchronized Map<FunctionId, Integer> counts() {
        Map<FunctionId, Integer> counts = new LinkedHashMap<>();
        kept.values().forEach(all -> counts.put(all.firstEntry().getValue().function, all.size()));
        return counts;
    }

    /** Takes those that can get another chance: they are nobody's until they are given back or have it. */
    synchronized List<Settled> take(FunctionKey function, Set<String> requestIds) {
        SequencedMap<String, Settled> all = kept.getOrDefault(function, new LinkedHashMap<>());
        List<Settled> taken = all.values().stream()
                .filter(settled -> requestIds.isEmpty() || requestIds.contains(settled.requestId))
                .filter(settled -> !settled.isSending)
                .toList();
        taken.forEach(this::unkeep);
        return taken;
    }

    /** It could not get one. */
    void giveBack(Settled settled) {
        keep(settled);
        route(settled);
    }

    /** Sends nothing more. */
    void stop() {
        stopping = true;
    }
}

package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.FunctionKey;
import dev.hearth.gateway.queue.Outcome;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All settled events of a gateway, by function and in the order in which they ended. Its own monitor guards them and their state. */
final class SettledEvents {
    private final Map<FunctionKey, SequencedMap<String, Settled>> all = new LinkedHashMap<>();
    /** Of those that rest, by account. */
    private final Map<String, Long> restingBytes = new HashMap<>();

    // ---- coming and going ----

    synchronized void keep(Settled settled) {
        all.computeIfAbsent(FunctionKey.of(settled.function), _ -> new LinkedHashMap<>())
                .put(settled.requestId, settled);
        settled.isGone = false;
    }

    /** Whether it was kept until now. */
    synchronized boolean unkeep(Settled settled) {
        if (settled.isGone) {
            return false;
        }
        settled.isGone = true;
        if (settled.isResting) {
            settled.isResting = false;
            addResting(settled, -settled.size);
        }
        all.computeIfPresent(FunctionKey.of(settled.function), (_, ofFunction) -> {
            ofFunction.remove(settled.requestId);
            return ofFunction.isEmpty() ? null : ofFunction;
        });
        return true;
    }

    /**
     * Takes those that can get another chance: they are nobody's until they are kept again or have it. One that has succeeded, and
     * whose record is still owed, only if it is named.
     */
    synchronized List<Settled> take(FunctionKey function, Set<String> requestIds) {
        List<Settled> taken = of(function).stream()
                .filter(settled -> requestIds.isEmpty()
                        ? settled.condition != Outcome.Condition.Success
                        : requestIds.contains(settled.requestId))
                .filter(settled -> !settled.isSending)
                .toList();
        taken.forEach(this::unkeep);
        return taken;
    }

    // ---- what is owed ----

    /** What is owed first. */
    synchronized Optional<Debt> debt(Settled settled, EventPolicy policy) {
        return Debt.of(policy, settled.condition).filter(settled::isOwed).findFirst();
    }

    /** Whether it is to be sent: it may have got another chance meanwhile. */
    synchronized boolean begins(Settled settled) {
        boolean begins = !settled.isGone && !settled.isSending;
        settled.isSending |= begins;
        return begins;
    }

    /** It was sent, with what came of it. */
    synchronized void end(Settled settled, Runnable change) {
        settled.isSending = false;
        change.run();
    }

    /** Something is wrong with it, though it was not sent. */
    synchronized void failed(Settled settled, String why) {
        settled.failed(why);
    }

    synchronized boolean isOver(Settled settled) {
        return settled.isOver();
    }

    /** Nobody is to get anything: it is there for somebody to look at. */
    synchronized void rest(Settled settled) {
        if (!settled.isGone && !settled.isResting) {
            settled.isResting = true;
            addResting(settled, settled.size);
        }
    }

    private void addResting(Settled settled, long bytes) {
        restingBytes.compute(settled.function.accountId(), (_, known) -> {
            long sum = (known == null ? 0 : known) + bytes;
            return sum == 0 ? null : sum;
        });
    }

    // ---- too many, too old ----

    /**
     * The eldest of those that rest, of the account that has most, if all take more than this: nobody loses his for another's. What a
     * destination is to get is not among them.
     */
    synchronized @Nullable Settled beyond(long mostBytes) {
        long sum = restingBytes.values().stream().mapToLong(Long::longValue).sum();
        if (sum <= mostBytes) {
            return null;
        }
        String greediest = Collections.max(restingBytes.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        return all.entrySet().stream()
                .filter(function -> function.getKey().accountId().equals(greediest))
                .flatMap(function -> function.getValue().values().stream()
                        .filter(settled -> settled.isResting)
                        .limit(1))
                .min(Comparator.comparing((Settled settled) -> settled.endedAt))
                .orElse(null);
    }

    /** One that ended before this moment of the monotonic clock. */
    synchronized @Nullable Settled endedBefore(long nanos) {
        return all.values().stream()
                .map(ofFunction -> ofFunction.firstEntry().getValue())
                .filter(settled -> !settled.isSending && settled.endedNanos - nanos < 0)
                .findAny()
                .orElse(null);
    }

    // ---- looking ----

    /** @param after request id of the last one before; empty: from the first */
    synchronized List<Settled> page(FunctionKey function, Optional<String> after, int most) {
        return of(function).stream()
                .dropWhile(settled -> after.isPresent() && !settled.requestId.equals(after.get()))
                .skip(after.isPresent() ? 1 : 0)
                .limit(most)
                .toList();
    }

    synchronized Optional<String> problem(Settled settled) {
        return settled.problem();
    }

    synchronized boolean isGone(Settled settled) {
        return settled.isGone;
    }

    synchronized int count(FunctionKey function) {
        return of(function).size();
    }

    /** How many there are, by function. */
    synchronized Map<FunctionId, Integer> counts() {
        Map<FunctionId, Integer> counts = new HashMap<>();
        all.values().forEach(ofFunction -> counts.put(ofFunction.firstEntry().getValue().function, ofFunction.size()));
        return counts;
    }

    private Collection<Settled> of(FunctionKey function) {
        SequencedMap<String, Settled> ofFunction = all.get(function);
        return ofFunction == null ? List.of() : ofFunction.values();
    }
}

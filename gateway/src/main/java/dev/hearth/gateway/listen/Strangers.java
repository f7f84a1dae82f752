package dev.hearth.gateway.listen;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Connections of a server that have not proven yet whose they are, by address. There are as many as fit; when it is full, whoever
 * comes takes the place of the eldest of the address that has most, so that newcomers are heard however many addresses hold on.
 * Thread-safe.
 *
 * @param <C> connection
 */
public final class Strangers<C> {
    private final int max;
    private final Map<String, SequencedSet<C>> byAddress = new HashMap<>();
    /** Addresses by how many connections each has: who has most is found without a look at all of them. */
    private final NavigableMap<Integer, SequencedSet<String>> byCount = new TreeMap<>();

    private int size;

    /** @param max at the same time */
    public Strangers(int max) {
        this.max = Math.max(1, max);
    }

    /** Takes one in. The one that is to be closed for it, perhaps itself, is not counted any more; empty: there is room. */
    public synchronized Optional<C> add(String address, C connection) {
        SequencedSet<C> own = byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>());
        own.add(connection);
        size++;
        count(address, own.size() - 1, own.size());
        return size <= max ? Optional.empty() : Optional.of(removeEldest(address, own));
    }

    /** Of whoever has most; a newcomer that has as few as everybody else is the one to go. */
    private C removeEldest(String newcomer, SequencedSet<C> own) {
        Map.Entry<Integer, SequencedSet<String>> most = byCount.lastEntry();
        String greediest = most.getKey() > own.size() ? most.getValue().getFirst() : newcomer;
        C eldest = Objects.requireNonNull(byAddress.get(greediest)).getFirst();
        remove(greediest, eldest);
        return eldest;
    }

    private void count(String address, int before, int now) {
        byCount.computeIfPresent(before, (_, addresses) -> {
            addresses.remove(address);
            return addresses.isEmpty() ? null : addresses;
        });
        if (now > 0) {
            byCount.computeIfAbsent(now, _ -> new LinkedHashSet<>()).add(address);
        }
    }

    /** It has proven whose it is, or has ended. */
    public synchronized void remove(String address, C connection) {
        SequencedSet<C> theirs = byAddress.get(address);
        if (theirs != null && theirs.remove(connection)) {
            size--;
            count(address, theirs.size() + 1, theirs.size());
            if (theirs.isEmpty()) {
                byAddress.remove(address);
            }
        }
    }
}

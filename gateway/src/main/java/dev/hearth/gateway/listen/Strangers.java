package dev.hearth.gateway.listen;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Connections of a server that have not proven yet whose they are, by address. There are as many as fit; when it is full, whoever
 * comes takes the place of the eldest of the address that has most, so that newcomers are heard however many addresses hold on.
 * Thread-safe.
 *
 * @param <C> connection
 */
public final class Strangers<C> {
    private final int most;
    private final Map<String, SequencedSet<C>> byAddress = new HashMap<>();
    private int size;

    /** @param most at the same time */
    public Strangers(int most) {
        this.most = Math.max(1, most);
    }

    /** Takes one in. The one that is to be closed for it, perhaps itself, is not counted any more; empty: there is room. */
    public synchronized Optional<C> add(String address, C connection) {
        SequencedSet<C> own = byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>());
        own.add(connection);
        size++;
        return size <= most ? Optional.empty() : Optional.of(removeEldest(address, own));
    }

    /** Of whoever has most; a newcomer that has as few as everybody else is the one to go. */
    private C removeEldest(String newcomer, SequencedSet<C> own) {
        Map.Entry<String, SequencedSet<C>> greediest = byAddress.entrySet().stream()
                .max(Comparator.comparingInt(each -> each.getValue().size()))
                .filter(found -> found.getValue().size() > own.size())
                .orElse(Map.entry(newcomer, own));
        C eldest = greediest.getValue().getFirst();
        remove(greediest.getKey(), eldest);
        return eldest;
    }

    /** It has proven whose it is, or has ended. */
    public synchronized void remove(String address, C connection) {
        SequencedSet<C> theirs = byAddress.get(address);
        if (theirs != null && theirs.remove(connection)) {
            size--;
            if (theirs.isEmpty()) {
                byAddress.remove(address);
            }
        }
    }
}

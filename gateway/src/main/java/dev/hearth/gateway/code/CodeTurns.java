package dev.hearth.gateway.code;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Places for readings of code, fair by namespace: who waits is served round robin, one of each namespace. A namespace has few places
 * at once, and another one than its first only while half of all are free: so many slow servers of one namespace delay nobody else.
 */
final class CodeTurns {
    private final int places;
    private final int perNamespace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<Waiting>> queues = new LinkedHashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private int free;

    private static final class Waiting {
        private final Condition served;
        private boolean hasPlace;

        Waiting(Condition served) {
            this.served = served;
        }
    }

    /**
     * A fixed number of places.
     *
     * @param perNamespace how many one namespace may have
     */
    CodeTurns(int places, int perNamespace) {
        this.places = places;
        this.perNamespace = perNamespace;
        this.free = places;
    }

    /** A place of this namespace; {@link #release} gives it back. */
    void acquire(String namespace) throws InterruptedException {
        lock.lock();
        try {
            Waiting own = new Waiting(lock.newCondition());
            queues.computeIfAbsent(namespace, _ -> new ArrayDeque<>()).add(own);
            serve();
            await(namespace, own);
        } finally {
            lock.unlock();
        }
    }

    private void await(String namespace, Waiting own) throws InterruptedException {
        try {
            while (!own.hasPlace) {
                own.served.await();
            }
        } catch (InterruptedException abandoned) {
            if (own.hasPlace) {
                giveBack(namespace);
            } else {
                leave(namespace, own);
            }
            throw abandoned;
        }
    }

    private void leave(String namespace, Waiting own) {
        Deque<Waiting> queue = queues.getOrDefault(namespace, new ArrayDeque<>());
        queue.remove(own);
        if (queue.isEmpty()) {
            queues.remove(namespace);
        }
    }

    void release(String namespace) {
        lock.lock();
        try {
            giveBack(namespace);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String namespace) {
        free++;
        taken.computeIfPresent(namespace, (_, count) -> count > 1 ? count - 1 : null);
        serve();
    }

    private void serve() {
        boolean served = true;
        while (free > 0 && served) {
            served = queues.keySet().stream()
                    .filter(this::mayHaveAnother)
                    .findFirst()
                    .map(this::serveNext)
                    .isPresent();
        }
    }

    private boolean mayHaveAnother(String namespace) {
        int has = taken.getOrDefault(namespace, 0);
        return has == 0 || (has < perNamespace && free > places / 2);
    }

    /** The namespace goes to the end of the round. */
    private Waiting serveNext(String namespace) {
        Deque<Waiting> queue = Objects.requireNonNull(queues.remove(namespace), "only those that wait are served");
        Waiting next = queue.remove();
        if (!queue.isEmpty()) {
            queues.put(namespace, queue);
        }
        free--;
        taken.merge(namespace, 1, Integer::sum);
        next.hasPlace = true;
        next.served.signal();
        return next;
    }

    /** How many are waiting. */
    int waiting() {
        lock.lock();
        try {
            return queues.values().stream().mapToInt(Deque::size).sum();
        } finally {
            lock.unlock();
        }
    }
}

package dev.hearth.gateway.dispatch;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The environments of a pool by id and by phase. Idle ones are a stack: the last used is used next, so the coldest age out
 * at its bottom. Guarded by its pool, but for {@link #count} and {@link #all}, which anybody may ask.
 */
final class Environments {
    private final Map<String, Environment> byId = new ConcurrentHashMap<>();
    private final Deque<Environment> idle = new ArrayDeque<>();
    private final Deque<Environment> held = new ArrayDeque<>();
    private final PhaseCounts counts = new PhaseCounts();
    private int taken;
    private int givenUp;

    Environment findOrAdd(String id, Function<String, Environment> create) {
        Environment known = byId.get(id);
        if (known != null) {
            return known;
        }
        Environment added = create.apply(id);
        byId.put(id, added);
        counts.add(EnvironmentPhase.STARTING, 1);
        return added;
    }

    @Nullable
    Environment find(String id) {
        return byId.get(id);
    }

    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Moves it to its next phase; one that is not legal from where it is says that dispatch itself is wrong. */
    void become(Environment environment, EnvironmentPhase next) {
        EnvironmentPhase before = environment.phase;
        if (!before.mayBecome(next)) {
            throw new IllegalStateException("environment " + environment.id + ": " + before + " to " + next);
        }
        leave(environment, before);
        environment.phase = next;
        counts.add(before, -1);
        enter(environment, next);
    }

    private void leave(Environment environment, EnvironmentPhase before) {
        if (before == EnvironmentPhase.HELD) {
            held.remove(environment);
        } else if (before == EnvironmentPhase.IDLE) {
            if (idle.peekFirst() == environment) {
                idle.removeFirst();
            } else {
                idle.removeLastOccurrence(environment);
            }
        }
    }

    private void enter(Environment environment, EnvironmentPhase next) {
        switch (next) {
            case IDLE -> idle.addFirst(environment);
            case HELD -> held.addLast(environment);
            case GONE -> byId.remove(environment.id);
            case STARTING, INIT, BUSY, RETIRED, CONDEMNED -> {}
        }
        if (next != EnvironmentPhase.GONE) {
            counts.add(next, 1);
        }
    }

    /** The idle one that was used last; it stays where it is. */
    @Nullable
    Environment hottest() {
        return idle.peekFirst();
    }

    /** The idle one that was not used for the longest time. */
    @Nullable
    Environment coldest() {
        return idle.peekLast();
    }

    /** The one whose assignment is held back for the longest time. */
    @Nullable
    Environment firstHeld() {
        return held.peekFirst();
    }

    List<Environment> held() {
        return List.copyOf(held);
    }

    void bind(Environment environment, Attempt attempt) {
        if (environment.attempt == null) {
            taken++;
        }
        environment.attempt = attempt;
        attempt.environment = environment;
    }

    /** The attempt that it ran or was initialised for; it has none afterwards, and what it sends is read. */
    @Nullable
    Attempt unbind(Environment environment) {
        Attempt attempt = environment.attempt;
        environment.attempt = null;
        if (attempt != null) {
            taken--;
            givenUp -= attempt.isGivenUp ? 1 : 0;
            environment.links.flow(true);
        }
        return attempt;
    }

    /** Nobody waits for the result of its attempt, which may still run: it is answered otherwise. */
    void giveUp(Attempt attempt) {
        if (!attempt.isGivenUp) {
            attempt.isGivenUp = true;
            givenUp++;
        }
    }

    /** Invocations that are bound to an environment. */
    int taken() {
        return taken;
    }

    /** Those of them that somebody waits for. */
    int awaited() {
        return taken - givenUp;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** How many are in a phase. */
    int count(EnvironmentPhase phase) {
        return counts.get(phase);
    }

    /** Whether one will soon be ready, as far as its pool knows. */
    boolean areStarting() {
        return count(EnvironmentPhase.STARTING) + count(EnvironmentPhase.INIT) > 0;
    }

    /** How many have a process that is not about to end. */
    int withProcess() {
        return Arrays.stream(EnvironmentPhase.values())
                .filter(EnvironmentPhase::hasProcess)
                .mapToInt(counts::get)
                .sum();
    }

    /** A view of them all; it may miss what changes meanwhile. */
    Collection<Environment> all() {
        return byId.values();
    }
}

package dev.hearth.operator.function;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Back-off of undoing what others change again and again: a controller or a webhook that wants it otherwise would be answered
 * as fast as it writes, and pods would start anew each time. A change that comes after a while of calm is undone at once.
 * Thread-safe.
 *
 * <pre>
 *   undone ──► changed again within {@link #CALM} ──► wait: 0 s five times, 1 s, 2 s, 4 s … 5 min ──► undone ──► …
 *      └─ not changed for that long: forgotten
 * </pre>
 */
final class MendingPace {
    /** So long what was undone must stay so that the next change is another one. */
    static final Duration CALM = Duration.ofMinutes(1);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** So often somebody may try; from the next time on it is no accident, and is told. */
    private static final int AT_ONCE = 4;

    private static final int MAX_DOUBLINGS = 9;
    private static final int MIN_PRUNE = 1_000;

    private final LongSupplier clock;
    private final Map<String, Undone> byUid = new HashMap<>();

    /** @param clock monotonic nanoseconds */
    MendingPace(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A change that was undone.
     *
     * @param times how often in a row
     * @param due when it is to be undone again; empty: it has not come again
     */
    private record Undone(int times, long at, Optional<Long> due, String field) {
        boolean isOver(long now) {
            return now - due.orElse(at) > CALM.toNanos();
        }

        Undone comeAgain(long now) {
            long slower = FIRST.toNanos() << Math.clamp(times - AT_ONCE - 1L, 0, MAX_DOUBLINGS);
            long wait = times <= AT_ONCE ? 0 : Math.min(LONGEST.toNanos(), slower);
            return due.isPresent() ? this : new Undone(times, at, Optional.of(now + wait), field);
        }
    }

    /** A change that others make again and again. */
    record Contest(String field, Duration again) {}

    /** How long until what is otherwise is to be undone; zero: now. */
    synchronized Duration await(String uid) {
        long now = clock.getAsLong();
        @Nullable Undone before = byUid.get(uid);
        if (before == null || before.isOver(now)) {
            byUid.remove(uid);
            return Duration.ZERO;
        }
        Undone again = before.comeAgain(now);
        byUid.put(uid, again);
        return Duration.ofNanos(Math.max(0, again.due().orElse(now) - now));
    }

    /** It was undone. */
    synchronized void undone(String uid, String field) {
        long now = clock.getAsLong();
        prune(now);
        int times = Optional.ofNullable(byUid.get(uid)).map(Undone::times).orElse(0);
        byUid.put(uid, new Undone(times + 1, now, Optional.empty(), field));
    }

    /** What others insist on, and when to look again; empty: nothing, or nothing any more. */
    synchronized Optional<Contest> contest(String uid) {
        long now = clock.getAsLong();
        return Optional.ofNullable(byUid.get(uid))
                .filter(undone -> undone.times() > AT_ONCE && !undone.isOver(now))
                .map(undone -> new Contest(
                        undone.field(),
                        Duration.ofNanos(Math.max(1, undone.due().orElse(undone.at() + CALM.toNanos()) - now))));
    }

    /** For tests. */
    synchronized int size() {
        return byUid.size();
    }

    private void prune(long now) {
        if (byUid.size() >= MIN_PRUNE) {
            byUid.values().removeIf(undone -> undone.isOver(now));
        }
    }
}

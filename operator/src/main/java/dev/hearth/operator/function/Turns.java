package dev.hearth.operator.function;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Rate limiter of new Deployments. Namespaces are served round robin, the functions of each in the order in which they asked. A
 * function has one place, however often it changes; who has to wait is told how long, and comes again then. A place that nobody
 * comes back to is given away.
 */
final class Turns {
    /** So many pass at once after a time in which nobody asked. */
    private static final int BURST = 10;
    /** Whoever is that late was deleted, or needs nothing any more. */
    private static final long LAPSE = Duration.ofSeconds(5).toNanos();

    private final long interval;
    private final LongSupplier clock;
    /** When functions come again, by namespace and UID; the namespace that is served next is the first. */
    private final Map<String, Map<String, Long>> waiting = new LinkedHashMap<>();
    /** Turns have been saved up since then. */
    private long saved;

    /** @param clock monotonic nanoseconds */
    Turns(int perSecond, LongSupplier clock) {
        this.clock = clock;
        interval = Duration.ofSeconds(1).dividedBy(perSecond).toNanos();
        saved = clock.getAsLong() - BURST * interval;
    }

    /** How long until it is this one's turn; zero: now, and the turn is used up. */
    synchronized Duration await(String namespace, String uid) {
        long now = clock.getAsLong();
        saved = Math.max(saved, now - BURST * interval);
        dropLapsed(now);
        Map<String, Long> line = waiting.computeIfAbsent(namespace, _ -> new LinkedHashMap<>());
        line.putIfAbsent(uid, now);
        long turn = saved + (ahead(namespace, position(line, uid)) + 1) * interval;
        if (turn - now > 0) {
            line.put(uid, turn);
            return Duration.ofNanos(turn - now);
        }
        saved += interval;
        serve(namespace, uid, line);
        return Duration.ZERO;
    }

    /** It needs no turn any more. */
    synchronized void giveBack(String namespace, String uid) {
        waiting.computeIfPresent(namespace, (_, line) -> {
            line.remove(uid);
            return line.isEmpty() ? null : line;
        });
    }

    /** How many are served before it. */
    private long ahead(String namespace, int own) {
        long ahead = own;
        boolean isBefore = true;
        for (Map.Entry<String, Map<String, Long>> line : waiting.entrySet()) {
            if (line.getKey().equals(namespace)) {
                isBefore = false;
            } else {
                ahead += Math.min(line.getValue().size(), isBefore ? own + 1 : own);
            }
        }
        return ahead;
    }

    private static int position(Map<String, Long> line, String uid) {
        int position = 0;
        for (String each : line.keySet()) {
            if (each.equals(uid)) {
                break;
            }
            position++;
        }
        return position;
    }

    /** Its namespace comes last now. */
    private void serve(String namespace, String uid, Map<String, Long> line) {
        waiting.remove(namespace);
        line.remove(uid);
        if (!line.isEmpty()) {
            waiting.put(namespace, line);
        }
    }

    private void dropLapsed(long now) {
        waiting.values().removeIf(line -> {
            line.values().removeIf(comes -> now - comes > LAPSE);
            return line.isEmpty();
        });
    }
}

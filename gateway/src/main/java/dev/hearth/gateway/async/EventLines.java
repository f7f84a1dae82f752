package dev.hearth.gateway.async;

import dev.hearth.gateway.catalog.FunctionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The lines of all functions that have events. Thread-safe. */
final class EventLines {
    private final int most;
    private final EventMemory memory;
    private final Rotation rotation = new Rotation();
    private final Map<FunctionId, EventLine> lines = new ConcurrentHashMap<>();

    /** @param most events of one function that are tried at the same time */
    EventLines(int most, EventMemory memory) {
        this.most = most;
        this.memory = memory;
    }

    /** The line that it is in now. */
    EventLine add(FunctionId function, Pending event, long now) {
        return lines.compute(function, (_, known) -> {
            EventLine line = known == null ? begin(function) : known;
            line.add(event, now);
            return line;
        });
    }

    private EventLine begin(FunctionId function) {
        return new EventLine(most, memory.attempts(function), () -> memory.result(function));
    }

    /** It can be tried after this wait. */
    void addLater(FunctionId function, Pending event, long now, Duration wait) {
        event.dueNanos = now + wait.toNanos();
        add(function, event, now);
    }

    /** Those that are empty afterwards go. */
    void forEach(BiConsumer<FunctionId, EventLine> action) {
        rotation.forEach(lines, (function, line) -> {
            action.accept(function, line);
            if (line.isEmpty()) {
                lines.computeIfPresent(function, (_, known) -> known.isEmpty() ? null : known);
            }
        });
    }

    /** Events that are not done with, by function. */
    Map<FunctionId, Integer> sizes() {
        Map<FunctionId, Integer> sizes = new HashMap<>();
        lines.forEach((function, line) -> sizes.put(function, line.size()));
        return sizes;
    }

    /** Whether nothing is tried at this moment. */
    boolean isQuiet() {
        return lines.values().stream().allMatch(line -> line.running() == 0);
    }
}

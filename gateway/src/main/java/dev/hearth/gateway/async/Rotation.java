package dev.hearth.gateway.async;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Order in which lines are served: another one is the first each time, so that none always finds what others have left. */
final class Rotation {
    private int turn;

    /** Call it on one thread. */
    <K, L> void forEach(Map<K, L> lines, BiConsumer<K, L> action) {
        List<Map.Entry<K, L>> all = List.copyOf(lines.entrySet());
        turn = all.isEmpty() ? 0 : (turn + 1) % all.size();
        for (int i = 0; i < all.size(); i++) {
            Map.Entry<K, L> line = all.get((turn + i) % all.size());
            action.accept(line.getKey(), line.getValue());
        }
    }
}

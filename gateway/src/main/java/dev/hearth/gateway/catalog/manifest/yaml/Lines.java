package dev.hearth.gateway.catalog.manifest.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The line of every field of a document, and the text of values that YAML takes for no text, by path such as {@code spec.layers[0]}. */
public final class Lines {
    private final int first;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();

    /** @param first line of the document, from 1 */
    Lines(int first) {
        this.first = first;
    }

    void put(String path, int line) {
        lines.putIfAbsent(dotted(path), line);
    }

    void write(String path, String text) {
        written.putIfAbsent(dotted(path), text);
    }

    /** Text of a number, boolean or null as it stands in the file: {@code 1.10}, where the value is 1.1. */
    public Optional<String> written(String path) {
        return Optional.ofNullable(written.get(dotted(path)));
    }

    /** Line of the field, from 1; of the nearest field around it, if it is not there itself. */
    public int of(String path) {
        for (String at = dotted(path); !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return first;
    }

    /** An entry of a map is {@code map.key} to some and {@code map[key]} to others. */
    private static String dotted(String path) {
        return path.replace('[', '.').replace("]", "");
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}

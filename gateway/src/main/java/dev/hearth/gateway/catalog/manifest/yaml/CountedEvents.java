package dev.hearth.gateway.catalog.manifest.yaml;

import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/**
 * A parser that gives up on a text of too many values, before they are nodes: each takes some hundred bytes then, so that
 * 8 MB of {@code [1,1,1...} would take more than a gigabyte.
 */
final class CountedEvents implements Parser {
    static final int MAX = 300_000;

    private final Parser parser;
    private int events;

    CountedEvents(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        events++;
        if (events > MAX) {
            throw new YAMLException("it holds more than " + MAX + " values; split it");
        }
        return parser.getEvent();
    }
}

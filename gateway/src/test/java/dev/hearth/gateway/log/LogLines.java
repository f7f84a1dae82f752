package dev.hearth.gateway.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that a class writes from now on. */
public final class LogLines implements AutoCloseable {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log;

    public LogLines(Class<?> of) {
        log = (Logger) LoggerFactory.getLogger(of);
        lines.start();
        log.addAppender(lines);
    }

    /** Each with its key-values, e.g. {@code environment refused why="…"}. */
    public List<String> soFar() {
        return List.copyOf(lines.list).stream()
                .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
                .toList();
    }

    @Override
    public void close() {
        log.detachAppender(lines);
    }
}

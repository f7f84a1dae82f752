package dev.hearth.gateway.invoke;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.hearth.fuzz.Finding;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Failures of connections, which are told to the log only. */
final class FailedConnections {
    private final List<String> failures = new ArrayList<>();

    FailedConnections() {
        Logger log = (Logger) LoggerFactory.getLogger(CallerConnection.class);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getMessage().equals("connection failed")) {
                    failures.add(String.valueOf(event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage()));
                }
            }
        };
        appender.setContext(log.getLoggerContext());
        appender.start();
        log.setLevel(Level.ERROR);
        log.setAdditive(false);
        log.addAppender(appender);
    }

    void check() {
        List<String> told = List.copyOf(failures);
        failures.clear();
        Finding.unless(told.isEmpty(), "a connection fails: " + told);
    }
}

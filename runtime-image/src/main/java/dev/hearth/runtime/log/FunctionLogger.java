package dev.hearth.runtime.log;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logger of a function's context. In format Text a message is written as it is, after its level if it has one; in format JSON
 * it becomes an object like those of AWS's client, and levels below the function's are left out.
 *
 * <p>What a function sees of it, by getters or by fields, is what AWS's client's own shows: see its {@code LambdaContext}.
 */
public final class FunctionLogger implements LambdaLogger {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final LogFormat logFormat;
    private final LogFiltering logFiltering;

    @SuppressWarnings("UnusedVariable") // a library that looks at fields shows it, as it does of AWS's
    private final Object logFormatter = new TextLogFormatter();

    private final transient EnvironmentLog log;
    private final transient Supplier<@Nullable String> requestId;

    /**
     * @param level least level to keep, or empty
     * @param requestId of the invocation that runs now, or null
     */
    public FunctionLogger(EnvironmentLog log, LogFormat format, String level, Supplier<@Nullable String> requestId) {
        this.log = log;
        this.logFormat = format;
        this.logFiltering = new LogFiltering(level.isEmpty() ? LogLevel.UNDEFINED : LogLevel.fromString(level));
        this.requestId = requestId;
    }

    /** Format of the function's log. */
    public LogFormat getLogFormat() {
        return logFormat;
    }

    /** Tells of a failed init or invocation. */
    public void logFailure(String text) {
        log(text, isJson() ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    private boolean isJson() {
        return logFormat == LogFormat.JSON;
    }

    @Override
    public void log(@Nullable String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte @Nullable [] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(@Nullable String message, LogLevel level) {
        if (isKept(level)) {
            write((isJson() ? object(message, level) : text(message, level)).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void log(byte @Nullable [] message, LogLevel level) {
        if (isKept(level)) {
            write(message == null ? NULL : message);
        }
    }

    private boolean isKept(LogLevel level) {
        return level == LogLevel.UNDEFINED || level.compareTo(logFiltering.minimumLogLevel) >= 0;
    }

    private static String text(@Nullable String message, LogLevel level) {
        return level == LogLevel.UNDEFINED ? String.valueOf(message) : "[" + level + "] " + message;
    }

    /** Each message is an entry of its own, so it ends its line. */
    private void write(byte[] message) {
        boolean ended = message.length > 0 && message[message.length - 1] == '\n';
        byte[] line = message;
        if (!ended) {
            line = new byte[message.length + 1];
            System.arraycopy(message, 0, line, 0, message.length);
            line[message.length] = '\n';
        }
        log.user(line, 0, line.length);
    }

    private String object(@Nullable String message, LogLevel level) {
        Entry entry = new Entry(Timestamp.now(), message, level, requestId.get());
        var bytes = new ByteArrayOutputStream(256);
        Serializer.ENTRIES.toJson(entry, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static final class LogFiltering {
        private final LogLevel minimumLogLevel;

        private LogFiltering(LogLevel least) {
            minimumLogLevel = least;
        }
    }

    private static final class TextLogFormatter {}

    /** Made at the first line in JSON. */
    private static final class Serializer {
        static final PojoSerializer<Entry> ENTRIES = GsonFactory.getInstance().getSerializer(Entry.class);
    }

    /** Component names are those of AWS's client. */
    private record Entry(
            String timestamp,
            @Nullable String message,
            LogLevel level,
            @Nullable String AWSRequestId) {}
}

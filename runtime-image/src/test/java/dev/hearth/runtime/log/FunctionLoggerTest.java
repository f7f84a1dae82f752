package dev.hearth.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionLoggerTest {
    private static final String TIMESTAMP = "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private static final Path NOWHERE = Path.of("/nowhere/tail");

    private final EnvironmentLog log = new EnvironmentLog(out, "", OutputStream.nullOutputStream(), NOWHERE);

    @Test
    void writesTextAsItIs() {
        FunctionLogger logger = text("");

        logger.log("plain");
        logger.log("ended\n");
        logger.log("levelled", LogLevel.WARN);
        logger.log("bytes".getBytes(UTF_8), LogLevel.WARN);

        assertThat(out.toString(UTF_8)).isEqualTo("plain\nended\n[WARN] levelled\nbytes\n");
    }

    @Test
    void endsTheLineOfAnEmptyMessage() {
        text("").log("");

        assertThat(out.toString(UTF_8)).isEqualTo("\n");
    }

    @Test
    void writesNullAsAwssClientDoes() {
        FunctionLogger logger = text("");

        logger.log((String) null);
        logger.log((byte[]) null);
        logger.log((String) null, LogLevel.INFO);

        assertThat(out.toString(UTF_8)).isEqualTo("null\nnull\n[INFO] null\n");
    }

    @Test
    void leavesOutLevelsBelowTheFunctionsInBothFormats() {
        for (FunctionLogger logger : new FunctionLogger[] {text("WARN"), json("WARN", "id")}) {
            logger.log("debug", LogLevel.DEBUG);
            logger.log("info".getBytes(UTF_8), LogLevel.INFO);
        }
        text("WARN").log("warn", LogLevel.WARN);
        text("WARN").log("fatal", LogLevel.FATAL);
        text("WARN").log("undefined", LogLevel.UNDEFINED);

        assertThat(out.toString(UTF_8)).isEqualTo("[WARN] warn\n[FATAL] fatal\nundefined\n");
    }

    @Test
    void keepsEveryLevelWithoutALeast() {
        text("").log("trace", LogLevel.TRACE);

        assertThat(out.toString(UTF_8)).isEqualTo("[TRACE] trace\n");
    }

    @Test
    void writesAnObjectWithAwssKeysInAwssOrder() {
        json("", "abc-1").log("say \"hi\"\n<é>", LogLevel.INFO);

        assertThat(timeless())
                .isEqualTo(
                        "{TIME,\"message\":\"say \\\"hi\\\"\\n<é>\",\"level\":\"INFO\",\"AWSRequestId\":\"abc-1\"}\n");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        json("", null).log((String) null, LogLevel.ERROR);
        json("", null).log("undefined");

        assertThat(timeless())
                .isEqualTo("{TIME,\"level\":\"ERROR\"}\n{TIME,\"message\":\"undefined\",\"level\":\"UNDEFINED\"}\n");
    }

    @Test
    void writesBytesAsTheyAreInJsonToo() {
        json("", "abc-1").log("{\"my\":\"own\"}".getBytes(UTF_8));

        assertThat(out.toString(UTF_8)).isEqualTo("{\"my\":\"own\"}\n");
    }

    private FunctionLogger text(String level) {
        return new FunctionLogger(log, LogFormat.TEXT, level, () -> "unused");
    }

    private FunctionLogger json(String level, String requestId) {
        return new FunctionLogger(log, LogFormat.JSON, level, () -> requestId);
    }

    private String timeless() {
        return out.toString(UTF_8).replaceAll(TIMESTAMP, "TIME");
    }
}

package dev.hearth.runtime.log;

import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Logs that functions write as they please: behind a prefix each line has it and nothing steers a terminal but colours, without one every
 * byte goes out as it came, the tail is the end of it, and a message in JSON is an object of one line with that message.
 */
public final class EnvironmentLogTarget implements Target {
    private static final String PREFIX = "[f] ";
    private static final int TAIL = 4_096;
    /** Of a terminal that reads UTF-8: C0 but tab and line feed, DEL and C1. */
    private static final Pattern STEERS = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x80-\\x9f]");

    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");

    private final Path kept = new TemporaryFolder().path().resolve("tail");
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void check(byte[] input) throws IOException {
        plain(new Parts(input));
        prefixed(new Parts(input));
        inJson(new Parts(input));
    }

    private void plain(Parts parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EnvironmentLog log = new EnvironmentLog(out, "", new ByteArrayOutputStream(), kept);
        log.beginInvocation(true);
        byte[] sent = write(log, parts, false);
        Finding.unless(Arrays.equals(out.toByteArray(), sent), "a log changes");
        byte[] tail = Arrays.copyOfRange(sent, Math.max(0, sent.length - TAIL), sent.length);
        Finding.unless(Arrays.equals(Base64.getDecoder().decode(log.tail()), tail), "the tail is not the log's end");
        byte[] left = Base64.getDecoder().decode(log.tailOfBefore().orElse(""));
        Finding.unless(Arrays.equals(left, tail), "the tail that is left is not the log's end");
    }

    private void prefixed(Parts parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EnvironmentLog log = new EnvironmentLog(out, PREFIX, new ByteArrayOutputStream(), kept);
        write(log, parts, true);
        String text = out.toString(StandardCharsets.UTF_8);
        for (String line : (text.isEmpty() ? PREFIX : text).split("\n", -1)) {
            Finding.unless(line.startsWith(PREFIX) || line.isEmpty(), "a line without its prefix: " + line);
        }
        String shown = COLOUR.matcher(text).replaceAll("");
        Finding.unless(
                !STEERS.matcher(shown).find(),
                "steers the terminal: " + Arrays.toString(shown.getBytes(StandardCharsets.UTF_8)));
    }

    /** In pieces, or byte for byte; returns what was written. */
    private static byte[] write(EnvironmentLog log, Parts parts, boolean platform) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        while (parts.hasMore()) {
            int kind = parts.number() % 4;
            byte[] piece = parts.bytes();
            if (kind == 0 && platform) {
                log.platform("END\n");
            } else if (kind == 1) {
                for (byte each : piece) {
                    log.user(new byte[] {each}, 0, 1);
                }
                sent.writeBytes(piece);
            } else {
                byte[] more = kind == 3 ? repeated(piece) : piece;
                log.user(more, 0, more.length);
                sent.writeBytes(more);
            }
        }
        log.flush();
        return sent.toByteArray();
    }

    private static byte[] repeated(byte[] piece) {
        return new String(piece, StandardCharsets.ISO_8859_1).repeat(100).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void inJson(Parts parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EnvironmentLog log = new EnvironmentLog(out, "", new ByteArrayOutputStream(), kept);
        FunctionLogger logger = new FunctionLogger(log, LogFormat.JSON, "", () -> "r");
        String message = new String(parts.rest(), StandardCharsets.UTF_16LE);
        logger.log(message, LogLevel.INFO);
        String line = out.toString(StandardCharsets.UTF_8);
        Finding.unlessEqual(line.indexOf('\n'), line.length() - 1, "a message has another number of lines than 1");
        JsonNode entry = json.readTree(line);
        String whole = new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Finding.unlessEqual(entry.path("message").asText(), whole, "a message in JSON changes");
        Finding.unlessEqual(entry.path("AWSRequestId").asText(), "r", "the request id in JSON changes");
    }
}

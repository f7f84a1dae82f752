package dev.hearth.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads requests as RFC 9112 has them and nothing else. Stops where an implementation may see something different: at a bare LF, a
 * length that is given twice or not in digits, a coding but {@code chunked}, a folded line.
 */
public final class StrictHttp {
    private static final Pattern REQUEST_LINE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\\x21-\\x7e\\x80-\\xff]+) (HTTP/1\\.[0-9])");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\x00\\r\\n]*)");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(?:;[^\\x00\\r\\n]*)?");
    private static final int HEXADECIMAL = 16;

    private final String bytes;
    private int at;

    private StrictHttp(byte[] input) {
        bytes = new String(input, StandardCharsets.ISO_8859_1);
    }

    /**
     * A whole request.
     *
     * @param begin method, target and version
     * @param body a character for each byte
     */
    public record Message(String begin, String body) {}

    /** The whole requests before the first that is cut off or not as it must be. */
    public static List<Message> requests(byte[] input) {
        StrictHttp reader = new StrictHttp(input);
        List<Message> requests = new ArrayList<>();
        for (Optional<Message> next = reader.next(); next.isPresent(); next = reader.next()) {
            requests.add(next.get());
        }
        return requests;
    }

    private Optional<Message> next() {
        while (at < bytes.length() && isBlank(bytes.charAt(at))) {
            at++;
        }
        Optional<String> begin =
                line().filter(line -> REQUEST_LINE.matcher(line).matches());
        Optional<Framing> framing = begin.flatMap(line -> framing(line.endsWith("1.0")));
        Optional<String> body = framing.flatMap(this::body);
        return body.map(content -> new Message(begin.orElseThrow(), content));
    }

    /** Before a request RFC 9112 lets a server ignore empty lines; Netty ignores all that no request begins with. */
    private static boolean isBlank(char c) {
        return c <= ' ' || c == 0x7f;
    }

    /** How a body ends. */
    private record Framing(boolean chunked, long length) {}

    private Optional<Framing> framing(boolean http10) {
        return fields().flatMap(fields -> {
            List<String> lengths = values(fields, "content-length");
            List<String> codings = values(fields, "transfer-encoding");
            if (codings.isEmpty()) {
                return lengths.isEmpty() ? Optional.of(new Framing(false, 0)) : length(lengths);
            }
            boolean good = lengths.isEmpty() && codings.size() == 1 && !http10;
            return good && codings.getFirst().equalsIgnoreCase("chunked")
                    ? Optional.of(new Framing(true, 0))
                    : Optional.empty();
        });
    }

    private static Optional<Framing> length(List<String> lengths) {
        return lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches()
                ? Optional.of(new Framing(false, Long.parseLong(lengths.getFirst())))
                : Optional.empty();
    }

    private record Field(String name, String value) {}

    private static List<String> values(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    /** Folded lines are refused, as RFC 9112 5.2 lets a server do. */
    private Optional<List<Field>> fields() {
        List<Field> fields = new ArrayList<>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (line.get().isEmpty()) {
                return Optional.of(fields);
            }
            Matcher field = FIELD.matcher(line.get());
            if (!field.matches()) {
                return Optional.empty();
            }
            fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), stripped(field.group(2))));
        }
        return Optional.empty();
    }

    private static String stripped(String value) {
        return value.replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    private Optional<String> body(Framing framing) {
        return framing.chunked() ? chunks() : exactly(framing.length());
    }

    private Optional<String> exactly(long length) {
        if (length > bytes.length() - at) {
            return Optional.empty();
        }
        at += (int) length;
        return Optional.of(bytes.substring(at - (int) length, at));
    }

    private Optional<String> chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            Optional<Integer> size = line().flatMap(StrictHttp::chunkSize);
            if (size.isEmpty()) {
                return Optional.empty();
            }
            if (size.get() == 0) {
                return trailers() ? Optional.of(body.toString()) : Optional.empty();
            }
            Optional<String> piece = exactly(size.get()).filter(content -> bytes.startsWith("\r\n", at));
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            body.append(piece.get());
            at += 2;
        }
    }

    private static Optional<Integer> chunkSize(String line) {
        Matcher chunk = CHUNK.matcher(line);
        return chunk.matches() ? Optional.of(Integer.parseInt(chunk.group(1), HEXADECIMAL)) : Optional.empty();
    }

    /** Nobody reads them, and Netty leaves out those that frame without a look at their values: they end at an empty line. */
    private boolean trailers() {
        while (!bytes.startsWith("\r\n", at)) {
            int end = bytes.indexOf("\r\n", at);
            if (end < 0 || bytes.substring(at, end).indexOf('\n') >= 0) {
                return false;
            }
            at = end + 2;
        }
        at += 2;
        return true;
    }

    /** Up to a CR LF, without bare ones within; empty: there is none. */
    private Optional<String> line() {
        int end = bytes.indexOf("\r\n", at);
        if (end < 0) {
            return Optional.empty();
        }
        String line = bytes.substring(at, end);
        at = end + 2;
        return line.indexOf('\r') < 0 && line.indexOf('\n') < 0 ? Optional.of(line) : Optional.empty();
    }
}

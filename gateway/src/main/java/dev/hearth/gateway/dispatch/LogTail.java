package dev.hearth.gateway.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Tail of an invocation's log, as an environment sends it: the last 4 KB in base64. */
public final class LogTail {
    private static final int SIZE = 4096;
    private static final int MAX_BASE64 = (SIZE + 2) / 3 * 4;

    private LogTail() {}

    /** Value of a header of an environment; what is no tail counts as none, since it becomes a header of the caller's answer. */
    public static Optional<String> sent(Optional<String> header) {
        return header.filter(base64 -> base64.length() <= MAX_BASE64 && isBase64(base64));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length <= SIZE;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /**
     * Tail of an attempt whose process did not live to end its log.
     *
     * @param kept what the process could tell of it, base64
     * @param lastLines what follows: what was printed past the runtime, then the platform's
     * @return empty: its caller does not want it
     */
    static Optional<String> of(Attempt attempt, Optional<String> kept, String lastLines) {
        return attempt.invocation.wantsLogTail() ? Optional.of(whole(attempt, kept, lastLines)) : Optional.empty();
    }

    /** The same of an attempt whose init was repeated and failed: what was kept is of the init, and does not begin with START. */
    static Optional<String> ofInit(Attempt attempt, Optional<String> kept, String lastLines) {
        return attempt.invocation.wantsLogTail()
                ? Optional.of(whole(start(attempt) + text(kept), lastLines))
                : Optional.empty();
    }

    private static String whole(Attempt attempt, Optional<String> kept, String lastLines) {
        String told = text(kept);
        return whole(told.isEmpty() ? start(attempt) : told, lastLines);
    }

    private static String whole(String before, String lastLines) {
        String text = before + (before.endsWith("\n") ? "" : "\n") + lastLines;
        byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, Math.max(0, all.length - SIZE), all.length));
    }

    /** One character for each byte: what the function printed need not be text. */
    private static String text(Optional<String> base64) {
        return base64.map(kept -> new String(Base64.getDecoder().decode(kept), StandardCharsets.ISO_8859_1))
                .orElse("");
    }

    /** Puts what an environment printed past its runtime before the end of an invocation's log. */
    static String with(byte[] raw, String base64, Attempt attempt) {
        if (raw.length == 0) {
            return base64;
        }
        String told = text(Optional.of(base64));
        int end = told.lastIndexOf("END RequestId: " + attempt.requestId());
        String before = end < 0 ? told : told.substring(0, end);
        return whole(before + printed(raw), end < 0 ? "" : told.substring(end));
    }

    /** Whole lines of it. */
    static String printed(byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String start(Attempt attempt) {
        return "START RequestId: " + attempt.requestId() + " Version: "
                + attempt.revision().version() + "\n";
    }
}

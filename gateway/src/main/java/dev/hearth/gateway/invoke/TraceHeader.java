package dev.hearth.gateway.invoke;

import java.util.concurrent.ThreadLocalRandom;

/** X-Ray's trace header {@code Root=1-<time>-<id>;Parent=…;Sampled=…}: the caller's, or a new one that is not sampled. */
final class TraceHeader {
    private static final String ROOT = "Root=";

    private TraceHeader() {}

    /** A header whose trace begins here. */
    static String create(long epochSeconds) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder header = new StringBuilder(80).append(ROOT).append("1-");
        hex(header, epochSeconds, 8);
        hex(header.append('-'), random.nextLong(), 16);
        hex(header, random.nextInt(), 8);
        hex(header.append(";Parent="), random.nextLong(), 16);
        return header.append(";Sampled=0").toString();
    }

    /** The caller's header, completed by a root if it has none. */
    static String complete(String sent, long epochSeconds) {
        if (sent.contains(ROOT)) {
            return sent;
        }
        String created = create(epochSeconds);
        return sent.isEmpty() ? created : root(created) + ";" + sent;
    }

    /** The part of a complete header that names the trace, {@code Root=…}. */
    static String root(String header) {
        int start = header.indexOf(ROOT);
        int end = header.indexOf(';', start);
        return header.substring(start, end < 0 ? header.length() : end);
    }

    private static void hex(StringBuilder to, long value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            to.append(Character.forDigit((int) (value >>> shift) & 0xf, 16));
        }
    }
}

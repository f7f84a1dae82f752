package dev.hearth.runtime.handler;

import java.nio.charset.StandardCharsets;

/**
 * The JSON of an error object, escaped to the byte as AWS's client does it.
 *
 * <p>That is Gson without HTML escaping: quotes, backslash and control characters, and the two line separators that
 * JavaScript cannot bear; all other characters as themselves. Written by hand so that a first failure loads no library.
 */
final class ErrorObject {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder json = new StringBuilder(512).append('{');

    void add(String name, String value) {
        name(name);
        string(value);
    }

    void add(String name, StackTraceElement[] frames) {
        name(name);
        json.append('[');
        for (int i = 0; i < frames.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            string(frames[i].toString());
        }
        json.append(']');
    }

    byte[] toBytes() {
        return (json + "}").getBytes(StandardCharsets.UTF_8);
    }

    private void name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        string(name);
        json.append(':');
    }

    private void string(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        json.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\t' -> json.append("\\t");
            case '\b' -> json.append("\\b");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\f' -> json.append("\\f");
            case '\u2028', '\u2029' -> unicode(c);
            default -> {
                if (c < ' ') {
                    unicode(c);
                } else {
                    json.append(c);
                }
            }
        }
    }

    private void unicode(char c) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}

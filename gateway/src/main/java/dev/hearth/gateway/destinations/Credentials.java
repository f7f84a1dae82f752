package dev.hearth.gateway.destinations;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What secrets hold. */
final class Credentials {
    private Credentials() {}

    static String entry(Map<String, String> entries, String secret, String name) throws IOException {
        @Nullable String value = entries.get(name);
        if (value == null) {
            throw new IOException("secret '" + secret + "' has no " + name);
        }
        return value;
    }
}

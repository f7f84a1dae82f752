package dev.hearth.gateway.destinations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the entries of Secrets stand for. */
public final class Credentials {
    private Credentials() {}

    /** The value of HTTP's {@code Authorization}: of {@code token}, or of {@code username} and {@code password}; empty: neither is there. */
    public static Optional<String> authorization(Map<String, String> entries) {
        if (entries.containsKey("token")) {
            return Optional.of("Bearer " + entries.get("token"));
        }
        if (!entries.containsKey("username") || !entries.containsKey("password")) {
            return Optional.empty();
        }
        String pair = entries.get("username") + ":" + entries.get("password");
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    static String entry(Map<String, String> entries, String secret, String name) throws IOException {
        @Nullable String value = entries.get(name);
        if (value == null) {
            throw new IOException("secret '" + secret + "' has no " + name);
        }
        return value;
    }
}

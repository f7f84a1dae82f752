package dev.hearth.runtime.connection;

import java.util.List;
import java.util.Optional;

/**
 * An answer of the gateway.
 *
 * @param status HTTP status
 * @param headers names and values by turns
 * @param body whole, may be empty
 */
public record Reply(int status, List<String> headers, byte[] body) {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return Optional.of(headers.get(i + 1));
            }
        }
        return Optional.empty();
    }

    boolean isOk() {
        return status == OK;
    }

    boolean hasBody() {
        return status != NO_CONTENT;
    }
}

package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;

/**
 * A request's target, taken apart.
 *
 * @param path as sent, still percent-encoded
 * @param query what follows the question mark, else empty
 */
record RequestTarget(String path, String query) {
    private static final String INVOKE_PREFIX = "/2015-03-31/functions/";
    private static final String INVOKE_SUFFIX = "/invocations";
    private static final String STREAM_PREFIX = "/2021-11-15/functions/";
    private static final String STREAM_SUFFIX = "/response-streaming-invocations";
    private static final String ASYNC_PREFIX = "/2014-11-13/functions/";
    private static final String ASYNC_SUFFIX = "/invoke-async/";

    private static final String HEARTH_PREFIX = "/hearth/v1/functions/";
    private static final String FAILED_SUFFIX = "/failed-events";
    private static final String REDRIVE_SUFFIX = "/failed-events/redrive";

    static RequestTarget of(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0
                ? new RequestTarget(uri, "")
                : new RequestTarget(uri.substring(0, mark), uri.substring(mark + 1));
    }

    /** The function of {@code Invoke}, decoded. */
    Optional<String> invoked() {
        return between(INVOKE_PREFIX, INVOKE_SUFFIX);
    }

    /** The function of {@code InvokeWithResponseStream}, decoded. */
    Optional<String> streamed() {
        return between(STREAM_PREFIX, STREAM_SUFFIX);
    }

    /** The function of {@code InvokeAsync}, decoded. */
    Optional<String> invokedAsync() {
        return between(ASYNC_PREFIX, ASYNC_SUFFIX)
                .or(() -> between(ASYNC_PREFIX, ASYNC_SUFFIX.substring(0, ASYNC_SUFFIX.length() - 1)));
    }

    /** The function whose failed events are listed, decoded. */
    Optional<String> failedEventsOf() {
        return between(HEARTH_PREFIX, FAILED_SUFFIX);
    }

    /** The function whose failed events get another chance, decoded. */
    Optional<String> redriven() {
        return between(HEARTH_PREFIX, REDRIVE_SUFFIX);
    }

    /** The path as the table of operations has it: older SDKs end {@code InvokeAsync} with a slash. */
    String operationPath() {
        return path.endsWith(ASYNC_SUFFIX) ? path.substring(0, path.length() - 1) : path;
    }

    /** The query's {@code Qualifier}, decoded. */
    Optional<String> qualifier() {
        return parameter("Qualifier");
    }

    /** A parameter of the query, decoded; so is its name, as signatures have it. */
    Optional<String> parameter(String name) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && decode(parameter.substring(0, equals)).equals(name)) {
                return Optional.of(decode(parameter.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> between(String prefix, String suffix) {
        int end = path.length() - suffix.length();
        if (!path.startsWith(prefix) || end < prefix.length() || !path.endsWith(suffix)) {
            return Optional.empty();
        }
        String name = path.substring(prefix.length(), end);
        return name.indexOf('/') >= 0 ? Optional.empty() : Optional.of(decode(name));
    }

    /** A text with a broken escape stays as it is, and so breaks the parameter's pattern. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return QueryStringDecoder.decodeComponent(text.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

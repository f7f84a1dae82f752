package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All of a request that steers an invocation, as the gateway reads it.
 *
 * @param path as sent
 * @param headers the host and those of AWS, several of one name joined
 * @param body a character for each byte
 */
public record RequestMeaning(
        String method,
        String path,
        Optional<String> function,
        Optional<String> qualifier,
        Map<String, String> headers,
        String body) {
    /** Of a request and its body. */
    public static RequestMeaning of(HttpRequest request, byte[] body) {
        RequestTarget target = RequestTarget.of(request.uri());
        return new RequestMeaning(
                request.method().name(),
                target.path(),
                target.invoked(),
                target.qualifier(),
                steering(request.headers()),
                new String(body, StandardCharsets.ISO_8859_1));
    }

    private static Map<String, String> steering(HttpHeaders headers) {
        Map<String, String> steering = new TreeMap<>();
        headers.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.equals("host") || name.startsWith("x-amz-"))
                .forEach(name -> steering.put(name, joined(headers.getAll(name))));
        return steering;
    }

    /** Several spaces are one, as signatures have it. */
    private static String joined(List<String> values) {
        return String.join(
                ",",
                values.stream()
                        .map(value -> value.strip().replaceAll(" +", " "))
                        .toList());
    }
}

package dev.hearth.gateway.invoke.sigv4;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A request in the one form that both sides hash. */
final class CanonicalRequest {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private CanonicalRequest() {}

    static String of(HttpRequest request, List<String> signedHeaders, String payloadHash) {
        String uri = request.uri();
        int question = uri.indexOf('?');
        String path = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        return String.join(
                "\n",
                request.method().name(),
                path(path),
                query(query),
                headers(request.headers(), signedHeaders),
                String.join(";", signedHeaders),
                payloadHash);
    }

    /** Encoded once more than it was sent, as every service but S3 has it. */
    private static String path(String raw) {
        return raw.isEmpty() ? "/" : encode(raw, true);
    }

    private static String query(String raw) {
        return raw.isEmpty()
                ? ""
                : Arrays.stream(raw.split("&"))
                        .filter(pair -> !pair.isEmpty())
                        .map(CanonicalRequest::pair)
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private static String pair(String raw) {
        int equals = raw.indexOf('=');
        String name = equals < 0 ? raw : raw.substring(0, equals);
        String value = equals < 0 ? "" : raw.substring(equals + 1);
        return encode(decode(name), false) + "=" + encode(decode(value), false);
    }

    private static String decode(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    private static String headers(HttpHeaders headers, List<String> signed) {
        StringBuilder lines = new StringBuilder();
        for (String name : signed) {
            lines.append(name)
                    .append(':')
                    .append(headers.getAll(name).stream()
                            .map(value -> value.strip().replaceAll(" +", " "))
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String encode(String text, boolean keepSlashes) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(each) || (keepSlashes && each == '/')) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(UPPER.toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '~';
    }
}

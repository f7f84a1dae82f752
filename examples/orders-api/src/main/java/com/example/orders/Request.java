package com.example.orders;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What this API reads of an API Gateway event.
 *
 * @param contentType lower-case media type without parameters; empty if there is none
 * @param body text; empty if there is none
 */
record Request(String method, String path, String contentType, String body) {

    static Request of(APIGatewayV2HTTPEvent event) {
        String type = Objects.requireNonNullElse(event.getHeaders(), Map.<String, String>of())
                .getOrDefault("content-type", "");
        String body = Objects.requireNonNullElse(event.getBody(), "");
        return new Request(
                event.getRequestContext().getHttp().getMethod(),
                event.getRawPath(),
                type.split(";")[0].strip().toLowerCase(Locale.ROOT),
                event.getIsBase64Encoded() ? decoded(body) : body);
    }

    /** Method and path, as in {@code GET /health}. */
    String route() {
        return method + " " + path;
    }

    /** The body as a record. */
    <T extends Record> T json(Class<T> type) throws Refusal {
        if (!contentType.equals("application/json")) {
            throw Refusal.notJson(contentType);
        }
        return Json.read(body, type);
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

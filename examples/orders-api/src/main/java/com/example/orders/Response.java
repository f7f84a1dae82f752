package com.example.orders;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.HashMap;
import java.util.Map;

/** The responses this API gives: JSON, or a problem document (RFC 9457). */
final class Response {
    private Response() {}

    static APIGatewayV2HTTPResponse ok(Object body) {
        return of(200, Map.of("content-type", "application/json"), body);
    }

    static APIGatewayV2HTTPResponse created(Object body) {
        return of(201, Map.of("content-type", "application/json"), body);
    }

    static APIGatewayV2HTTPResponse problem(Problem problem) {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/problem+json"));
        problem.allow().ifPresent(method -> headers.put("allow", method));
        return of(problem.status(), headers, problem);
    }

    private static APIGatewayV2HTTPResponse of(int status, Map<String, String> headers, Object body) {
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(headers)
                .withBody(Json.write(body))
                .build();
    }
}

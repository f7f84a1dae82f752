package com.example.orders;

import java.util.List;
import java.util.Optional;

/** Ends the handling of a request with a problem. Checked, so that every path to a response decides about it. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    private Refusal(int status, String title, String detail, List<Problem.FieldError> errors, Optional<String> allow) {
        super(detail);
        problem = new Problem(status, title, detail, errors, allow);
    }

    static Refusal malformed(String detail) {
        return new Refusal(400, "Malformed request", detail, List.of(), Optional.empty());
    }

    static Refusal notFound(String detail) {
        return new Refusal(404, "Not found", detail, List.of(), Optional.empty());
    }

    static Refusal notAllowed(Request request, String allowed) {
        String detail = request.path() + " answers " + allowed + ", not " + request.method() + ".";
        return new Refusal(405, "Method not allowed", detail, List.of(), Optional.of(allowed));
    }

    static Refusal notJson(String contentType) {
        String sent = contentType.isEmpty() ? "missing" : contentType;
        String detail = "The content-type must be application/json but is " + sent + ".";
        return new Refusal(415, "Unsupported media type", detail, List.of(), Optional.empty());
    }

    static Refusal invalid(List<Problem.FieldError> errors) {
        String detail = errors.size() == 1 ? "1 field is wrong." : errors.size() + " fields are wrong.";
        return new Refusal(422, "Invalid order", detail, errors, Optional.empty());
    }

    Problem problem() {
        return problem;
    }
}

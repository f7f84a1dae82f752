package com.example.orders;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Why a request is refused, told so that its sender can put it right (RFC 9457).
 *
 * @param status HTTP status
 * @param title the same for every problem of its kind
 * @param detail this one in a sentence
 * @param errors every field that is wrong
 * @param allow the method that would have been right, sent as a header
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        int status,
        String title,
        String detail,
        List<FieldError> errors,
        @JsonIgnore Optional<String> allow) {

    /** One wrong field: {@code lines[0].quantity} {@code must be from 1 to 100, not 0}. */
    record FieldError(String field, String message) {}
}

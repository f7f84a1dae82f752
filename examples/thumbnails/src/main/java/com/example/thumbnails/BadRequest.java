package com.example.thumbnails;

/** The event cannot be served. Thrown out of the handler, it reaches the caller as error type and message. */
public final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }
}

package dev.hearth.runtime.code;

import java.io.IOException;

/** The function's code could not be brought here: the gateway does not have it at the moment, or the disk is full. */
public final class CodeUnavailable extends IOException {
    private static final long serialVersionUID = 1L;

    CodeUnavailable(IOException cause) {
        super(cause.getMessage(), cause);
    }
}

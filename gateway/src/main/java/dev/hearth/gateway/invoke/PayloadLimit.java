package dev.hearth.gateway.invoke;

/** How large a payload may be, by invocation type. */
enum PayloadLimit {
    REQUEST_RESPONSE("RequestResponse", 6_291_456),
    EVENT("Event", 1_048_576);

    private final String invocationType;
    private final int bytes;

    PayloadLimit(String invocationType, int bytes) {
        this.invocationType = invocationType;
        this.bytes = bytes;
    }

    String invocationType() {
        return invocationType;
    }

    int bytes() {
        return bytes;
    }

    static PayloadLimit of(Plan plan) {
        return plan instanceof Plan.Accept ? EVENT : REQUEST_RESPONSE;
    }
}

package dev.hearth.operator.gateway;

/** The gateway cannot be asked at this moment. */
public final class GatewayUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GatewayUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    GatewayUnavailable(String message) {
        super(message);
    }
}

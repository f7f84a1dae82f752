package dev.hearth.gateway.tls;

/** Certificate or key cannot be used; the message says why. */
public final class CertificateProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CertificateProblem(String message) {
        super(message);
    }

    CertificateProblem(String message, Throwable cause) {
        super(message, cause);
    }
}

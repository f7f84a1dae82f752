package dev.hearth.gateway.catalog;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The account that a namespace is. */
final class Account {
    /** Namespace of a manifest that names none, as for {@code kubectl}. */
    static final String DEFAULT_NAMESPACE = "default";

    private static final String DEFAULT_ID = "000000000000";
    private static final BigInteger IDS = BigInteger.TEN.pow(12).subtract(BigInteger.ONE);

    private Account() {}

    /**
     * The namespace's 12-digit account id: {@code 000000000000} for {@code default}, else 1 + (the SHA-256 of its name as
     * a number, modulo 10^12 - 1).
     */
    static String idOf(String namespace) {
        if (namespace.equals(DEFAULT_NAMESPACE)) {
            return DEFAULT_ID;
        }
        BigInteger hash = new BigInteger(1, Sha256.of(namespace.getBytes(StandardCharsets.UTF_8)));
        return "%012d".formatted(hash.mod(IDS).add(BigInteger.ONE));
    }
}

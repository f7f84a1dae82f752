package dev.hearth.crds;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The account that a namespace is: part of the API, since ARNs name it. */
public final class Account {
    /** Namespace of a manifest that names none, as for {@code kubectl}. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final String DEFAULT_ID = "000000000000";
    private static final BigInteger IDS = BigInteger.TEN.pow(12).subtract(BigInteger.ONE);

    private Account() {}

    /**
     * The namespace's 12-digit account id: {@code 000000000000} for {@code default}, else 1 + (the SHA-256 of its name as
     * a number, modulo 10^12 - 1).
     */
    public static String idOf(String namespace) {
        if (namespace.equals(DEFAULT_NAMESPACE)) {
            return DEFAULT_ID;
        }
        BigInteger hash = new BigInteger(1, sha256(namespace));
        return "%012d".formatted(hash.mod(IDS).add(BigInteger.ONE));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

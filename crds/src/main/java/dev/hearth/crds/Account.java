package dev.hearth.crds;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The account that a namespace is: part of the API, since ARNs name it. */
public final class Account {
    /** Namespace of a manifest that names none, as for {@code kubectl}. */
    public static final String DEFAULT_NAMESPACE = "default";

    /** Annotation of a Namespace: its 12-digit account id. */
    public static final String ID = "lambda.hearth.dev/account-id";

    /** Annotation of a Namespace: how many invocations of its functions run at the same time, 1 to 1000000. */
    public static final String CONCURRENT_EXECUTIONS = "lambda.hearth.dev/concurrent-executions";

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

    /** The id of a namespace: the one that its annotation says, else {@link #idOf(String)}. */
    public static String idOf(String namespace, Map<String, String> annotations) {
        String said = annotations.getOrDefault(ID, "");
        return said.matches("\\d{12}") ? said : idOf(namespace);
    }

    /**
     * What a namespace's annotation says of its concurrency; empty: nothing.
     *
     * @throws IllegalArgumentException names the annotation, its value and the fix
     */
    public static OptionalInt concurrentExecutions(Map<String, String> annotations) {
        @Nullable String said = annotations.get(CONCURRENT_EXECUTIONS);
        if (said == null) {
            return OptionalInt.empty();
        }
        if (!said.matches("[1-9]\\d{0,5}|1000000")) {
            throw new IllegalArgumentException("annotation " + CONCURRENT_EXECUTIONS + " is '" + said
                    + "'; give a number from 1 to 1000000, or remove it");
        }
        return OptionalInt.of(Integer.parseInt(said));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

package dev.hearth.operator.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a Secret with certificates holds, as text by key. */
record CertificateSecret(Map<String, String> data) {
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String AUTHORITIES = "ca.crt";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String PREVIOUS = "previous.crt";

    CertificateSecret {
        data = Map.copyOf(data);
    }

    static CertificateSecret of(Secret secret) {
        Map<String, String> data = new HashMap<>();
        Optional.ofNullable(secret.getData())
                .ifPresent(encoded -> encoded.forEach((key, value) ->
                        data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))));
        return new CertificateSecret(data);
    }

    static CertificateSecret of(AuthorityChain chain) {
        Map<String, String> data = new HashMap<>();
        data.put(CERTIFICATE, chain.current().certificate());
        data.put(KEY, chain.current().key());
        chain.next().ifPresent(next -> {
            data.put(NEXT_CERTIFICATE, next.certificate());
            data.put(NEXT_KEY, next.key());
        });
        chain.previous().ifPresent(previous -> data.put(PREVIOUS, previous));
        return new CertificateSecret(data);
    }

    /** A server's, with what vouches for it. */
    static CertificateSecret of(Credentials server, String authorities) {
        return new CertificateSecret(
                Map.of(CERTIFICATE, server.certificate(), KEY, server.key(), AUTHORITIES, authorities));
    }

    AuthorityChain chain() {
        return new AuthorityChain(
                credentials(),
                text(NEXT_CERTIFICATE)
                        .filter(next -> !next.equals(data.get(CERTIFICATE))) // it signs already, and was left behind
                        .map(next -> new Credentials(next, data.getOrDefault(NEXT_KEY, ""))),
                text(PREVIOUS));
    }

    Credentials credentials() {
        return new Credentials(data.getOrDefault(CERTIFICATE, ""), data.getOrDefault(KEY, ""));
    }

    /** What vouches for a server; empty: it does not say. */
    String authorities() {
        return data.getOrDefault(AUTHORITIES, "");
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(data.get(key));
    }

    /** As Secrets have it. */
    Map<String, String> encoded() {
        Map<String, String> encoded = new HashMap<>();
        data.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }
}

package dev.hearth.gateway.invoke.sigv4;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks that a request was signed with a secret key, for Lambda of this region, at about this time. Thread-safe. */
public final class SignatureCheck {
    private static final String DATE = "X-Amz-Date";
    private static final String CONTENT_HASH = "x-amz-content-sha256";
    private static final String SERVICE = "lambda";
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final String region;

    /** @param region of this installation: a signature for another one is worth nothing here */
    public SignatureCheck(InstantSource clock, String region) {
        this.clock = clock;
        this.region = region;
    }

    /**
     * Returns if it was.
     *
     * @param secret the secret access key
     * @throws SignatureProblem if it was not
     */
    public void check(HttpRequest request, byte[] body, Authorization claimed, String secret) {
        String time = request.headers().get(DATE, "");
        checkScope(claimed.scope(), time);
        checkTime(time);
        checkSignedHeaders(request.headers(), claimed.signedHeaders());
        String payloadHash = hash(body);
        String sent = request.headers().get(CONTENT_HASH, payloadHash);
        String canonical = CanonicalRequest.of(request, claimed.signedHeaders(), payloadHash);
        String toSign = String.join(
                "\n",
                Authorization.ALGORITHM,
                time,
                claimed.scope().toString(),
                hash(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] expected = hmac(key(secret, claimed.scope()), toSign);
        if (!sent.equals(payloadHash)
                || !MessageDigest.isEqual(expected, HexFormat.of().parseHex(claimed.signature()))) {
            throw SignatureProblem.invalid(
                    "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                            + " Access Key and signing method. Consult the service documentation for details.");
        }
    }

    /** All that is wrong with it, in AWS's order and words. */
    private void checkScope(Authorization.Scope scope, String time) {
        StringBuilder problems = new StringBuilder();
        if (!scope.region().equals(region)) {
            problems.append("Credential should be scoped to a valid region. ");
        }
        if (!scope.service().equals(SERVICE)) {
            problems.append("Credential should be scoped to correct service: '" + SERVICE + "'. ");
        }
        if (!time.startsWith(scope.date() + "T")) {
            problems.append(
                            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '")
                    .append(scope.date())
                    .append("' != '")
                    .append(time)
                    .append("'.");
        }
        if (!problems.isEmpty()) {
            throw SignatureProblem.invalid(problems.toString());
        }
    }

    private void checkTime(String time) {
        Instant signed = instant(time);
        Instant now = clock.instant();
        if (signed.isBefore(now.minus(SKEW))) {
            throw SignatureProblem.invalid("Signature expired: " + time + " is now earlier than "
                    + FORM.format(now.minus(SKEW)) + " (" + FORM.format(now) + " - 5 min.)");
        }
        if (signed.isAfter(now.plus(SKEW))) {
            throw SignatureProblem.invalid("Signature not yet current: " + time + " is still later than "
                    + FORM.format(now.plus(SKEW)) + " (" + FORM.format(now) + " + 5 min.)");
        }
    }

    private static Instant instant(String time) {
        try {
            return Instant.from(FORM.parse(time));
        } catch (DateTimeParseException e) {
            throw SignatureProblem.incomplete(
                    "Authorization header requires existence of a valid '" + DATE + "' header.");
        }
    }

    /** What steers the request must be signed. */
    private static void checkSignedHeaders(HttpHeaders headers, List<String> signed) {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean needed = name.equals("host") || name.startsWith("x-amz-");
            if (needed && !signed.contains(name)) {
                throw SignatureProblem.invalid(
                        "'Host' or ':authority' and every 'X-Amz-' header must be a 'SignedHeader'"
                                + " in the AWS Authorization: '" + name + "' is not.");
            }
        }
    }

    private static byte[] key(String secret, Authorization.Scope scope) {
        byte[] date = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), scope.date());
        return hmac(hmac(hmac(date, scope.region()), scope.service()), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

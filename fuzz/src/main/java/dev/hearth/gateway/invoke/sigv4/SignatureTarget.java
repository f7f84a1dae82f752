package dev.hearth.gateway.invoke.sigv4;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Requests that AWS's own signer has signed are taken; one that was changed afterwards is refused, unless it still means the
 * same. Headers that are no signature are refused with the exception that is declared.
 */
public final class SignatureTarget implements Target {
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final SignatureCheck check = new SignatureCheck(InstantSource.fixed(NOW), "us-east-1");

    @Override
    public void check(byte[] input) {
        Parts parts = new Parts(input);
        SignedRequest sent = SignedRequest.of(parts);
        Optional<String> refused = refusal(sent);
        Finding.unless(refused.isEmpty(), "refuses what AWS's signer has signed: " + refused.orElse("") + ": " + sent);
        SignedRequest changed = sent.edited(parts);
        Finding.unless(
                refusal(changed).isPresent() || changed.meaning().equals(sent.meaning()),
                "takes a changed request: " + changed.meaning() + " instead of " + sent.meaning());
    }

    private Optional<String> refusal(SignedRequest request) {
        try {
            Authorization claimed = Authorization.parse(request.headers().get("Authorization", ""));
            check.check(request.http(), request.body(), claimed, SECRET);
            return Optional.empty();
        } catch (SignatureProblem e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}

package dev.hearth.gateway.invoke;

import dev.hearth.gateway.invoke.sigv4.Authorization;
import dev.hearth.gateway.invoke.sigv4.SignatureCheck;
import dev.hearth.gateway.invoke.sigv4.SignatureProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whoever proves who he is: by a bearer token, or by AWS's signature of the request. */
public final class ProvenAccess implements Access {
    private static final String BEARER = "Bearer ";
    private static final String SESSION_TOKEN = "X-Amz-Security-Token";
    private static final String UNKNOWN = "The security token included in the request is invalid.";

    private static final String BUSY =
            "Too many callers that are not known yet are being looked up. Nothing ran; try again.";

    private final Callers callers;
    private final SignatureCheck signatures;

    public ProvenAccess(Callers callers, SignatureCheck signatures) {
        this.callers = callers;
        this.signatures = signatures;
    }

    @Override
    public Verdict check(HttpRequest request, SocketAddress remote) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return bearer(authorization.substring(BEARER.length()).strip(), remote);
        }
        if (authorization.startsWith(Authorization.ALGORITHM)) {
            return signed(request, authorization);
        }
        return Access.refused(Refusal.Kind.MISSING_TOKEN, "Missing Authentication Token");
    }

    private Verdict bearer(String token, SocketAddress remote) {
        return new Asked(callers.bearer(token, remote)
                .thenApply(ProvenAccess::verdict)
                .exceptionallyCompose(ProvenAccess::unknown));
    }

    /** Not worth a stack trace for each: strangers cause it. */
    private static CompletionStage<Verdict> unknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Callers.Busy
                ? CompletableFuture.completedStage(Access.refused(Refusal.Kind.UNAVAILABLE, BUSY))
                : CompletableFuture.failedStage(cause);
    }

    private static Verdict verdict(Optional<Caller> found) {
        return found.<Verdict>map(Admitted::new)
                .orElseGet(() -> Access.refused(Refusal.Kind.UNRECOGNIZED_CLIENT, UNKNOWN));
    }

    private Verdict signed(HttpRequest request, String header) {
        try {
            Authorization claimed = Authorization.parse(header);
            Optional<Callers.AccessKey> key = callers.accessKey(claimed.accessKeyId());
            // these keys are lasting ones: a session's token cannot belong to one
            if (key.isEmpty() || request.headers().contains(SESSION_TOKEN)) {
                return Access.refused(Refusal.Kind.UNRECOGNIZED_CLIENT, UNKNOWN);
            }
            return new Undecided(body -> CompletableFuture.completedStage(verdict(request, body, claimed, key.get())));
        } catch (SignatureProblem e) {
            return refused(e);
        }
    }

    private Verdict verdict(HttpRequest request, byte[] body, Authorization claimed, Callers.AccessKey key) {
        try {
            signatures.check(request, body, claimed, key.secret());
            return new Admitted(key.caller());
        } catch (SignatureProblem e) {
            return refused(e);
        }
    }

    private static Verdict refused(SignatureProblem problem) {
        return Access.refused(
                problem.isIncomplete() ? Refusal.Kind.INCOMPLETE_SIGNATURE : Refusal.Kind.INVALID_SIGNATURE,
                String.valueOf(problem.getMessage()));
    }
}

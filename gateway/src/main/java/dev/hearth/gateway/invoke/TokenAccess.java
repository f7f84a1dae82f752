package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Whoever sends the token may invoke: {@code Authorization: Bearer <token>}, or {@code X-Hearth-Token: <token>} beside an
 * AWS client's own signature. Signatures themselves are not verified yet and so prove nothing.
 */
public final class TokenAccess implements Access {
    private static final String TOKEN_HEADER = "X-Hearth-Token";
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Caller caller;

    /** @param caller who the token stands for */
    public TokenAccess(String token, Caller caller) {
        if (token.length() < 16) {
            throw new IllegalArgumentException("the token has " + token.length() + " characters; use 16 or more");
        }
        this.caller = caller;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Verdict check(HttpRequest request, SocketAddress remote) {
        String own = request.headers().get(TOKEN_HEADER);
        if (own != null) {
            return matches(own) ? new Admitted(caller) : refuse(TOKEN_HEADER + " is not the token of this gateway.");
        }
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            return refuse("Missing token: send 'Authorization: Bearer <token>' or '" + TOKEN_HEADER + ": <token>'.");
        }
        if (authorization.startsWith("AWS4-")) {
            return refuse("SigV4 signatures are not supported yet: add the header '" + TOKEN_HEADER + ": <token>'.");
        }
        boolean good = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && matches(authorization.substring(BEARER.length()).strip());
        return good ? new Admitted(caller) : refuse("Authorization does not carry the token of this gateway.");
    }

    private boolean matches(String sent) {
        return MessageDigest.isEqual(token, sent.getBytes(StandardCharsets.UTF_8));
    }

    private static Verdict refuse(String message) {
        return Access.refused(Refusal.Kind.ACCESS_DENIED, message);
    }
}

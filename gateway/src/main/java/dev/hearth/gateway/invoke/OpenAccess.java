package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;

/**
 * Everybody who reaches the port may invoke: only for networks whose every member, web pages included, is trusted.
 *
 * @param everybody who they all are
 */
public record OpenAccess(Caller everybody) implements Access {
    @Override
    public Verdict check(HttpRequest headers, SocketAddress remote) {
        return new Admitted(everybody);
    }
}

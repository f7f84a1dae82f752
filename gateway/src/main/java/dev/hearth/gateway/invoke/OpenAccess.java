package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;
import java.util.Optional;

/** Everybody who reaches the port may invoke: only for networks whose every member, web pages included, is trusted. */
public final class OpenAccess implements Access {
    @Override
    public Optional<Refusal> check(HttpRequest headers, SocketAddress remote) {
        return Optional.empty();
    }
}

package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpRequest;
import java.net.SocketAddress;
import java.util.Optional;

/** Port: who may send requests. Asked with every request's headers, before anything else; never blocks. */
public interface Access {
    /** Why the request is refused; empty: it may pass. */
    Optional<Refusal> check(HttpRequest headers, SocketAddress remote);

    /** A refusal in words for the caller, answered as {@code AccessDeniedException} 403. */
    record Refusal(String message) {}
}

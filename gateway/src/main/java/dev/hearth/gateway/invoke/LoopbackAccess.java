package dev.hearth.gateway.invoke;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * Programs of this machine may invoke, web pages may not.
 *
 * <p>A page of another site can make a browser send requests here. Two things give it away: the name it used, when it was
 * bound to this address by DNS rebinding, is in {@code Host}; and browsers add {@code Origin} or {@code Sec-Fetch-Site}.
 * Only a page that was served from this very address may send one.
 */
public final class LoopbackAccess implements Access {
    private static final String OTHERS = "For containers (host.docker.internal) and other machines start Hearth with"
            + " --host 0.0.0.0 and --token <secret>, or --open.";

    private final Caller caller;

    /** @param caller who programs of this machine are */
    public LoopbackAccess(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Verdict check(HttpRequest request, SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || !inet.getAddress().isLoopbackAddress()) {
            return refuse("Requests are taken from this machine only. " + OTHERS);
        }
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !isLoopback(hosts.getFirst())) {
            return refuse("Host '" + String.join(", ", hosts)
                    + "' is not a name of this machine; use localhost or 127.0.0.1. " + OTHERS);
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !origin.equalsIgnoreCase("http://" + hosts.getFirst())) {
            return refuse("Origin '" + origin + "': web pages may not invoke functions.");
        }
        String site = request.headers().get("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none")
                ? new Admitted(caller)
                : refuse("Sec-Fetch-Site '" + site + "': web pages may not invoke functions.");
    }

    /** Whether {@code host[:port]} is a name or address that every resolver keeps on this machine. */
    static boolean isLoopback(String hostAndPort) {
        int end = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') + 1 : hostAndPort.indexOf(':');
        String host = end < 0 ? hostAndPort : hostAndPort.substring(0, end);
        String port = end < 0 ? "" : hostAndPort.substring(end);
        return isPort(port) && isLoopbackName(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || (text.startsWith(":") && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean isLoopbackName(String host) {
        return host.equals("localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]")
                || host.endsWith(".localhost");
    }

    private static Verdict refuse(String message) {
        return Access.refused(Refusal.Kind.ACCESS_DENIED, message);
    }
}

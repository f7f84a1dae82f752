package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What anybody can do who reaches the gateway. */
final class StrangerAttacks {
    private static final String INVOKE = "POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: gateway\r\n";
    private static final byte[] BODY = new byte[5 * 1024 * 1024];
    private static final Set<String> REFUSED = Set.of("403");

    private final RawConnections gateway;

    StrangerAttacks(RawConnections gateway) {
        this.gateway = gateway;
    }

    List<Attack> all() {
        return List.of(
                new Attack(
                        "large bodies with unknown tokens that stop before their end",
                        5,
                        Set.of(RawConnections.HELD, RawConnections.CUT, "403"),
                        this::bodies),
                new Attack(
                        "connections that never end their headers",
                        15,
                        Set.of(RawConnections.HELD, RawConnections.CUT, "408"),
                        this::headers),
                new Attack(
                        "connections that say nothing",
                        15,
                        Set.of(RawConnections.HELD, RawConnections.CUT),
                        gateway::silent),
                new Attack("unknown tokens that look like a cluster's", 5, REFUSED, this::tokens));
    }

    private String bodies() throws IOException {
        return gateway.status(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(INVOKE + "Authorization: Bearer nobody"
                    + ThreadLocalRandom.current().nextLong() + "\r\nContent-Length: " + BODY.length + "\r\n\r\n"));
            out.write(BODY, 0, BODY.length - 1024);
        });
    }

    private String headers() throws IOException {
        return gateway.status(socket -> socket.getOutputStream().write(ascii(INVOKE + "X-Endless: ")));
    }

    private String tokens() throws IOException {
        return gateway.status(socket -> socket.getOutputStream()
                .write(ascii(INVOKE + "Authorization: Bearer " + unknownToken() + "\r\nContent-Length: 2\r\n\r\n{}")));
    }

    /** Well formed, signed by nobody. */
    private static String unknownToken() {
        return "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJ"
                + Long.toHexString(ThreadLocalRandom.current().nextLong())
                + "In0.c2lnbmF0dXJl";
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

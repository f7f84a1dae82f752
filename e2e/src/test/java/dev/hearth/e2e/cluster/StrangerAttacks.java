package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What anybody can do who reaches the gateway: everything is held for a while, then the next blow follows. */
final class StrangerAttacks {
    private static final String INVOKE = "POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: gateway\r\n";
    private static final int BODY = 5 * 1024 * 1024;
    private static final int HELD_MILLIS = 5_000;

    private final URI gateway;
    private final Trust trust;

    StrangerAttacks(URI gateway, Trust trust) {
        this.gateway = gateway;
        this.trust = trust;
    }

    List<Attack> all() {
        return List.of(
                new Attack("large bodies with unknown tokens that stop before their end", this::bodies),
                new Attack("connections that never end their headers", this::headers),
                new Attack("connections that say nothing", this::silence),
                new Attack("unknown tokens that look like a cluster's", this::tokens));
    }

    private String bodies() throws Exception {
        byte[] most = new byte[BODY - 1024];
        return held(47, socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(INVOKE + "Authorization: Bearer nobody"
                    + ThreadLocalRandom.current().nextLong() + "\r\nContent-Length: " + BODY + "\r\n\r\n"));
            out.write(most);
        });
    }

    private String headers() throws Exception {
        return held(200, socket -> socket.getOutputStream().write(ascii(INVOKE + "X-Endless: ")));
    }

    private String silence() throws Exception {
        return held(200, _ -> {});
    }

    private String tokens() throws Exception {
        return held(
                20,
                socket -> socket.getOutputStream()
                        .write(ascii(INVOKE + "Authorization: Bearer " + unknownToken()
                                + "\r\nContent-Length: 2\r\n\r\n{}")));
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

    /** What is sent on a fresh connection. */
    private interface Greeting {
        void send(Socket socket) throws IOException;
    }

    /** So many connections, kept for a few seconds; how many of them the gateway took. */
    private String held(int count, Greeting greeting) throws InterruptedException {
        List<Socket> sockets = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < count; i++) {
                try {
                    Socket socket = trust.socket(gateway.getHost(), gateway.getPort());
                    sockets.add(socket);
                    socket.setSoTimeout(HELD_MILLIS);
                    greeting.send(socket);
                } catch (IOException e) {
                    refused++;
                }
            }
            Thread.sleep(HELD_MILLIS);
            return refused == 0 ? "all taken" : "some refused";
        } finally {
            sockets.forEach(StrangerAttacks::end);
        }
    }

    static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

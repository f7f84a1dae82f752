package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The gateway's port for environments, as a program that says what it likes reaches it. */
final class EnvironmentPort {
    private static final int PORT = 9001;
    private static final int PATIENCE_MILLIS = 15_000;

    private final String address;
    private final Trust trust;

    private EnvironmentPort(String address, Trust trust) {
        this.address = address;
        this.trust = trust;
    }

    static EnvironmentPort of(Cluster cluster) {
        String address = cluster.kubectl(
                "get",
                "service",
                "hearth-gateway-internal",
                "-n",
                Cluster.NAMESPACE,
                "-o",
                "jsonpath={.spec.clusterIP}");
        return new EnvironmentPort(address, Trust.of(cluster.authority()));
    }

    /** The head of the answer to one request; empty when the connection is closed instead. */
    String ask(String request, String environmentId, String token) throws IOException {
        try (Socket socket = trust.socket(address, PORT)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String head = request + " HTTP/1.1\r\nHost: gateway\r\nHearth-Protocol-Version: 1\r\n"
                    + "Hearth-Environment-Id: " + environmentId + "\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return head(socket.getInputStream());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0 && !head.toString().endsWith("\r\n\r\n"); next = in.read()) {
            head.append((char) next);
        }
        return head.toString();
    }
}

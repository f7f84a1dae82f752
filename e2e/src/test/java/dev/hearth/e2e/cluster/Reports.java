package dev.hearth.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Writes down what handlers say of themselves, outside of everything that is killed ({@code example.faults.Reported}). */
final class Reports implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final String host;
    private final Collection<String> lines = new ConcurrentLinkedQueue<>();

    /** @param host an address of this machine that pods reach */
    Reports(String host) throws IOException {
        this.host = host;
        server.bind(new InetSocketAddress(host, 0), 200);
        Thread.ofVirtual().name("reports").start(this::accept);
    }

    /** {@code host:port}. */
    String address() {
        return host + ":" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> take(connection));
            } catch (IOException e) {
                // it is closed, or this one caller gave up
            }
        }
    }

    private void take(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = in.readLine();
            if (line != null && line.contains(" ")) {
                lines.add(line);
                connection.getOutputStream().write('\n');
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    /** How often each was there, by a column: 0 is the event's id, 1 its request id. */
    Map<String, Long> counts(int column) {
        return lines.stream().collect(Collectors.groupingBy(line -> line.split(" ")[column], Collectors.counting()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

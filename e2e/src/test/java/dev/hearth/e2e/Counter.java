package dev.hearth.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Counts handlers that run, from outside: each holds a connection as long as it runs, says who it is, and then all the time
 * what its clock shows ({@code example.faults.Counted}).
 *
 * <p>A handler ran from the first of these times to the last, whenever they arrive here: one that was killed did not run longer
 * because its connection's end is late, and those that are counted at the same time did run at the same time.
 */
public final class Counter implements AutoCloseable {
    private final ServerSocket server;
    private final String host;
    private final Collection<Handler> handlers = new ConcurrentLinkedQueue<>();

    /** Who ran, and when, in microseconds of the clock of the machine that it ran on. */
    private static final class Handler {
        private final String name;
        private final long begun;
        private volatile long seen;

        Handler(String name, long begun) {
            this.name = name;
            this.begun = begun;
            this.seen = begun;
        }

        String name() {
            return name;
        }
    }

    /** A handler begins, or was seen for the last time. */
    private record Change(long micros, boolean begins, Handler handler) {}

    private Counter(String host) throws IOException {
        this.host = host;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(host, 0), 100);
    }

    /** On an address that functions reach. */
    public static Counter start(String address) throws IOException {
        Counter counter = new Counter(address);
        Thread.ofVirtual().name("counter").start(counter::accept);
        return counter;
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> listen(connection));
            } catch (IOException e) {
                // it is closed, or this one caller gave up
            }
        }
    }

    private void listen(Socket connection) {
        try (connection;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
            String name = lines.readLine();
            Handler handler = new Handler(name, Long.parseLong(lines.readLine()));
            handlers.add(handler);
            connection.getOutputStream().write('\n');
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                handler.seen = Math.max(handler.seen, Long.parseLong(line)); // the last may be cut off
            }
        } catch (IOException | NumberFormatException e) {
            // it was killed
        }
    }

    /** Who they were when the most handlers ran at the same time: function, request id and environment of each. */
    public List<String> most() {
        Set<Handler> running = new LinkedHashSet<>();
        List<String> most = List.of();
        for (Change change : changes()) {
            if (change.begins) {
                running.add(change.handler);
            } else {
                running.remove(change.handler);
            }
            if (running.size() > most.size()) {
                most = running.stream().map(Handler::name).toList();
            }
        }
        return most;
    }

    /** In the order of time; at the same moment the ends come first. */
    private List<Change> changes() {
        return handlers.stream()
                .filter(handler -> handler.seen > handler.begun)
                .flatMap(handler ->
                        Stream.of(new Change(handler.begun, true, handler), new Change(handler.seen, false, handler)))
                .sorted(Comparator.comparingLong(Change::micros).thenComparing(Change::begins))
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.hearth.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Counts handlers that run, from outside: each holds a connection as long as it runs ({@code example.faults.Counted}). */
public final class Counter implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> most = new HashMap<>();
    private int total;
    private int mostTotal;

    private Counter(ServerSocket server) {
        this.server = server;
    }

    /** On an address that functions reach. */
    public static Counter start(String address) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        Counter counter = new Counter(server);
        counter.threads.execute(counter::accept);
        return counter;
    }

    /** {@code host:port}. */
    public String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket handler = server.accept();
                threads.execute(() -> count(handler));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void count(Socket handler) {
        String function = "";
        try (handler) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(handler.getInputStream(), StandardCharsets.US_ASCII));
            function = in.readLine();
            add(function, 1);
            handler.getOutputStream().write('\n');
            while (in.read() >= 0) {
                // it says nothing more
            }
        } catch (IOException e) {
            // it was killed: its connection is reset
        } finally {
            if (!function.isEmpty()) {
                add(function, -1);
            }
        }
    }

    private synchronized void add(String function, int more) {
        running.merge(function, more, Integer::sum);
        total += more;
        most.merge(function, running.get(function), Integer::max);
        mostTotal = Math.max(mostTotal, total);
    }

    /** The most handlers of a function that ever ran at the same time. */
    public synchronized int most(String function) {
        return most.getOrDefault(function, 0);
    }

    /** The most handlers that ever ran at the same time. */
    public synchronized int mostTotal() {
        return mostTotal;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}

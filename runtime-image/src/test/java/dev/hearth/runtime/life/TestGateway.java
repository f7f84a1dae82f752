package dev.hearth.runtime.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentPaths;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway that does nothing by itself: each request of an environment waits until the test answers it. */
public final class TestGateway implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final ServerSocket server;
    private final List<Socket> connections = new ArrayList<>();
    private final BlockingQueue<Exchange> attaches = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> controls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> work = new LinkedBlockingQueue<>();

    TestGateway() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Listens on another kind of socket, for TLS. */
    TestGateway(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The next attach. */
    Exchange attach() throws InterruptedException {
        return take(attaches, "attach");
    }

    /** The next question on the control connection of the process that attached last. */
    Exchange control() throws InterruptedException {
        return take(controls, "control");
    }

    /** The next request on a work connection. */
    Exchange work() throws InterruptedException {
        return take(work, "work");
    }

    /** The next request on a work connection; empty when the process has ended before it and another has attached. */
    public Optional<Exchange> workOrRestart() throws InterruptedException {
        for (long waited = 0; waited < Limits.SECONDS * 1_000; waited += POLL_MILLIS) {
            Exchange exchange = work.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (exchange != null || !attaches.isEmpty()) {
                return Optional.ofNullable(exchange);
            }
        }
        throw new AssertionError("no request for work");
    }

    /** Whether no process has attached that the test has not seen. */
    boolean sawNoOtherAttach() {
        return attaches.isEmpty();
    }

    /** Closes every connection and accepts no other. */
    @Override
    public void close() throws IOException {
        server.close();
        drop();
    }

    /** Closes every connection; others may come. */
    void drop() throws IOException {
        synchronized (connections) {
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    private static Exchange take(BlockingQueue<Exchange> queue, String what) throws InterruptedException {
        Exchange exchange = queue.poll(Limits.SECONDS, TimeUnit.SECONDS);
        assertThat(exchange).as("a request for " + what).isNotNull();
        return exchange;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                synchronized (connections) {
                    connections.add(connection);
                }
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                String[] first = line(in).split(" ");
                Map<String, String> headers = headers(in);
                Exchange exchange = new Exchange(first[0], first[1], headers, connection.getOutputStream());
                publish(exchange);
                readBody(in, exchange);
            }
        } catch (IOException environmentGone) {
            return;
        }
    }

    private void publish(Exchange exchange) {
        switch (exchange.path) {
            case EnvironmentPaths.ATTACH -> {
                controls.clear();
                attaches.add(exchange);
            }
            case EnvironmentPaths.CONTROL -> controls.add(exchange);
            default -> work.add(exchange);
        }
    }

    private static void readBody(InputStream in, Exchange exchange) throws IOException {
        if (exchange.header("Transfer-Encoding").equals("chunked")) {
            readChunks(in, exchange);
        } else {
            String length = exchange.header("Content-Length");
            exchange.body.complete(in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
        }
    }

    private static void readChunks(InputStream in, Exchange exchange) throws IOException {
        var whole = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            byte[] chunk = in.readNBytes(size);
            line(in);
            whole.writeBytes(chunk);
            exchange.chunks.add(chunk);
        }
        exchange.trailers.putAll(headers(in));
        exchange.body.complete(whole.toByteArray());
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = Exchange.headerMap();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).trim();
    }
}

package dev.hearth.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts handlers that run, from outside: each holds a connection as long as it runs, and sends a beat all the time
 * ({@code example.faults.Counted}).
 *
 * <p>One thread, and of what it finds at a time it looks at the ends first: a handler that was begun because another had ended
 * is never counted beside it. Of one that was killed the end of its connection may never arrive: it is not counted while it is
 * silent.
 */
public final class Counter implements AutoCloseable {
    private static final long SILENT_NANOS = Duration.ofMillis(250).toNanos();

    private final Selector selector;
    private final ServerSocketChannel server;
    private final String host;
    private final Thread thread = new Thread(this::run, "counter");
    private final Set<Handler> running = new LinkedHashSet<>();
    private List<String> most = List.of();

    /** A connection and what its handler has said of itself so far. */
    private static final class Handler {
        private final SocketChannel channel;
        private final StringBuilder introduction = new StringBuilder();
        private final ByteBuffer bytes = ByteBuffer.allocate(256);
        private long heardNanos;

        Handler(SocketChannel channel) {
            this.channel = channel;
        }

        /** Reads all there is, so that an end behind late beats is not missed; whether it still runs. */
        boolean read(long now) {
            heardNanos = now;
            try {
                int read = channel.read(bytes.clear());
                for (; read > 0; read = channel.read(bytes.clear())) {
                    if (!isIntroduced()) {
                        introduction.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
                    }
                }
                return read >= 0;
            } catch (IOException e) {
                return false; // it was killed: its connection is reset
            }
        }

        boolean isIntroduced() {
            return introduction.indexOf("\n") >= 0;
        }

        boolean isHeard(long now) {
            return now - heardNanos < SILENT_NANOS;
        }

        void counted() {
            try {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            } catch (IOException e) {
                // the next look finds that it has ended
            }
        }

        @Override
        public String toString() {
            return introduction.toString().strip();
        }
    }

    private Counter(String host) throws IOException {
        this.host = host;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(host, 0));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** On an address that functions reach. */
    public static Counter start(String address) throws IOException {
        Counter counter = new Counter(address);
        counter.thread.setDaemon(true);
        counter.thread.start();
        return counter;
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + server.socket().getLocalPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select();
                look(System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void look(long now) throws IOException {
        if (!selector.isOpen()) {
            return;
        }
        Collection<Handler> begun = new ArrayList<>();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isAcceptable()) {
                accept();
            } else {
                read(key, now, begun);
            }
        }
        selector.selectedKeys().clear();
        running.addAll(begun);
        measure(now);
        begun.forEach(Handler::counted);
    }

    private void accept() throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Handler(channel));
        }
    }

    private void read(SelectionKey key, long now, Collection<Handler> begun) throws IOException {
        Handler handler = (Handler) key.attachment();
        if (!handler.read(now)) {
            running.remove(handler);
            handler.channel.close();
        } else if (handler.isIntroduced() && !running.contains(handler)) {
            begun.add(handler);
        }
    }

    private void measure(long now) {
        List<String> heard = running.stream()
                .filter(handler -> handler.isHeard(now))
                .map(Handler::toString)
                .toList();
        if (heard.size() > most.size()) {
            most = heard;
        }
    }

    /** Who they were when the most handlers ran at the same time: function, request id and environment of each. */
    public synchronized List<String> most() {
        return most;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        server.close();
    }
}

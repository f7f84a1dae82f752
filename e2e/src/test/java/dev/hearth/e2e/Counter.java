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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts handlers that run, from outside: each holds a connection as long as it runs ({@code example.faults.Counted}).
 *
 * <p>One thread, and of what it finds at a time it looks at the ends first: a handler that was begun because another had ended
 * is never counted beside it.
 */
public final class Counter implements AutoCloseable {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final String host;
    private final Thread thread = new Thread(this::run, "counter");
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> most = new HashMap<>();
    private int total;
    private int mostTotal;

    /** A connection and what its handler has said of itself so far. */
    private static final class Handler {
        private final StringBuilder text = new StringBuilder();
        private boolean counted;

        String function() {
            return text.toString().strip();
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
                look();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void look() throws IOException {
        List<SelectionKey> begun = new ArrayList<>();
        for (SelectionKey key : selector.isOpen() ? selector.selectedKeys() : List.<SelectionKey>of()) {
            if (key.isAcceptable()) {
                accept();
            } else if (!read(key) && !((Handler) key.attachment()).counted) {
                begun.add(key);
            }
        }
        for (SelectionKey key : begun) {
            count(key);
        }
        if (selector.isOpen()) {
            selector.selectedKeys().clear();
        }
    }

    private void accept() throws IOException {
        for (SocketChannel handler = server.accept(); handler != null; handler = server.accept()) {
            handler.configureBlocking(false);
            handler.register(selector, SelectionKey.OP_READ, new Handler());
        }
    }

    /** Whether it has ended. */
    private boolean read(SelectionKey key) {
        Handler handler = (Handler) key.attachment();
        ByteBuffer bytes = ByteBuffer.allocate(128);
        int read;
        try {
            read = ((SocketChannel) key.channel()).read(bytes);
        } catch (IOException e) {
            read = -1; // it was killed: its connection is reset
        }
        if (read >= 0) {
            handler.text.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            return false;
        }
        if (handler.counted) {
            add(handler.function(), -1);
        }
        close(key);
        return true;
    }

    private void count(SelectionKey key) {
        Handler handler = (Handler) key.attachment();
        if (handler.text.indexOf("\n") < 0) {
            return;
        }
        handler.counted = true;
        add(handler.function(), 1);
        try {
            ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {'\n'}));
        } catch (IOException e) {
            // the next look finds that it has ended
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            // it is gone in any case
        }
    }

    private void add(String function, int more) {
        running.merge(function, more, Integer::sum);
        total += more;
        most.merge(function, running.getOrDefault(function, 0), Integer::max);
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
        selector.close();
        server.close();
    }
}

package dev.hearth.gateway.queue.jetstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A way to a server on loopback that can be cut, or held as for a process that is stopped. */
final class Cable implements Closeable {
    private final URI server;
    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock passing = new ReentrantReadWriteLock();
    private volatile boolean isCut;

    Cable(URI server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("nats://127.0.0.1:" + entrance.getLocalPort());
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                if (isCut) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(server.getHost(), server.getPort());
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            } catch (IOException e) {
                cutAll();
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            byte[] bytes = new byte[1 << 16];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                pass(bytes, read, to);
            }
        } catch (IOException e) {
            open.remove(from); // it was cut
        }
    }

    private void pass(byte[] bytes, int count, Socket to) throws IOException {
        passing.readLock().lock();
        try {
            to.getOutputStream().write(bytes, 0, count);
        } finally {
            passing.readLock().unlock();
        }
    }

    /** Nothing passes until this is closed, and no end notices. */
    Held hold() {
        passing.writeLock().lock();
        return () -> passing.writeLock().unlock();
    }

    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    void cut() {
        isCut = true;
        cutAll();
    }

    void mend() {
        isCut = false;
    }

    private void cutAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                open.remove(socket);
            }
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}

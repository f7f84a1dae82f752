package dev.hearth.e2e.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine that leads to another one while it is open. */
final class Passage implements AutoCloseable {
    private final int port;
    private final int target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private Optional<ServerSocket> entrance = Optional.empty();

    /** @param port where it is entered; closed at first */
    Passage(int port, int target) {
        this.port = port;
        this.target = target;
    }

    int port() {
        return port;
    }

    void open() throws IOException {
        ServerSocket opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        entrance = Optional.of(opened);
        Thread.ofVirtual().start(() -> {
            try (opened) {
                while (true) {
                    lead(opened.accept());
                }
            } catch (IOException closed) {
                // nobody is let in any more
            }
        });
    }

    private void lead(Socket from) throws IOException {
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        ends.add(from);
        ends.add(to);
        Thread.ofVirtual().start(() -> copy(from, to));
        Thread.ofVirtual().start(() -> copy(to, from));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // so does the other direction
        }
    }

    @Override
    public void close() throws IOException {
        if (entrance.isPresent()) {
            entrance.get().close();
        }
        for (Socket end : ends) {
            end.close();
        }
    }
}

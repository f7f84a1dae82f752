package dev.hearth.gateway.code;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** A web server that begins an answer and repeats a part of its head for ever. */
final class HeadThatNeverEnds implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    HeadThatNeverEnds(String part, long pauseMillis) throws IOException {
        String begin = part.startsWith("HTTP") ? "" : "HTTP/1.1 200 OK\r\n" + (part.equals("x") ? "X-Y: " : "");
        Thread.ofVirtual().start(() -> {
            try (Socket connection = server.accept()) {
                OutputStream out = connection.getOutputStream();
                out.write(begin.getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(part.getBytes(StandardCharsets.US_ASCII));
                    LockSupport.parkNanos(pauseMillis * 1_000_000);
                }
            } catch (IOException e) {
                return; // the other side has had enough
            }
        });
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/f.jar");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

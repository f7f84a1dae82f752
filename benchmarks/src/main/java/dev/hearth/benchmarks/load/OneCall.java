package dev.hearth.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One request on a connection of its own, and its answer.
 *
 * @param latency from before the connection is opened to the end of the answer
 * @param coldStart the header {@code Hearth-Cold-Start}
 */
public record OneCall(int status, String body, Duration latency, Optional<String> coldStart) {
    private static final int SILENCE_MS = 60_000;

    /** @throws IOException if there is no connection or no whole answer within a minute of silence */
    public static OneCall to(Target target, String body) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(target.address().getAddress(), target.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MS);
            socket.getOutputStream().write(target.request(body));
            ResponseReader response = read(socket.getInputStream());
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            return new OneCall(response.status(), response.rawBody(), latency, response.header("Hearth-Cold-Start"));
        }
    }

    private static ResponseReader read(InputStream in) throws IOException {
        ResponseReader response = new ResponseReader();
        byte[] scratch = new byte[8192];
        while (true) {
            int count = in.read(scratch);
            if (count < 0) {
                throw new IOException("closed before the answer was complete");
            }
            if (response.accept(ByteBuffer.wrap(scratch, 0, count))) {
                return response;
            }
        }
    }

    /** The same answer, with another beginning. */
    public OneCall lasting(Duration other) {
        return new OneCall(status, body, other, coldStart);
    }

    public double millis() {
        return latency.toNanos() / 1e6;
    }
}

package dev.hearth.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One caller's connection: the same request again and again, each after the answer to the last. One that broke is opened anew. */
public final class KeptConnection implements Closeable {
    private static final int SILENCE_MS = 60_000;

    private final Opening opening;
    private final byte[] request;
    private final byte[] scratch = new byte[8192];
    private final ResponseReader response = new ResponseReader();
    private @Nullable Socket socket;

    /** Connects, in the clear or by TLS. */
    public interface Opening {
        Socket open() throws IOException;
    }

    /** @param body JSON */
    public KeptConnection(Opening opening, Target target, String body) {
        this.opening = opening;
        this.request = target.request(body);
    }

    /** Valid until the next one. */
    ResponseReader call() throws IOException {
        Socket open = socket == null ? opened() : socket;
        try {
            response.reset();
            open.getOutputStream().write(request);
            read(open);
            return response;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket opened() throws IOException {
        Socket fresh = opening.open();
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(SILENCE_MS);
        socket = fresh;
        return fresh;
    }

    private void read(Socket open) throws IOException {
        for (boolean complete = false; !complete; ) {
            int count = open.getInputStream().read(scratch);
            if (count < 0) {
                throw new IOException("closed before the answer was complete");
            }
            complete = response.accept(ByteBuffer.wrap(scratch, 0, count));
        }
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}

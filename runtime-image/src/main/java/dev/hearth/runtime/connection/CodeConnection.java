package dev.hearth.runtime.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The connection on which an environment fetches its function's code, once. */
public final class CodeConnection implements AutoCloseable {
    private final Socket socket;
    private final ReplyReader in;

    private CodeConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new ReplyReader(socket.getInputStream());
    }

    public static CodeConnection open(GatewayAddress address, String path) throws IOException {
        Socket socket = address.connect();
        CodeConnection connection = new CodeConnection(socket);
        socket.getOutputStream().write(address.identify(Request.get(path)).with(new byte[0], 0));
        return connection;
    }

    /**
     * Waits for the answer: the package, which ends with an {@link IOException} when it is cut off.
     *
     * @throws IOException with the gateway's words when it has no code
     */
    public InputStream await() throws IOException {
        Reply head = in.readHead();
        if (!head.isOk()) {
            throw new IOException("the gateway has no code for this environment: "
                    + new String(in.body(head).readAllBytes(), StandardCharsets.UTF_8));
        }
        return in.body(head);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

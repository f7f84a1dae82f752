package dev.hearth.e2e.cluster;

import dev.hearth.e2e.Trust;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Connections to the gateway on which anything may be sent, and which stay open for some seconds. */
record RawConnections(URI gateway, Trust trust) {
    static final int HELD_MILLIS = 8_000;

    /** Nothing was answered, the connection stayed. */
    static final String HELD = "held";

    /** The gateway ended the connection without an answer. */
    static final String CUT = "cut";

    private static final String STATUS_LINE = "HTTP/1.1 200";
    private static final int STATUS_BEGIN = "HTTP/1.1 ".length();

    /** What is sent. */
    interface Greeting {
        void send(Socket socket) throws IOException;
    }

    /** What came of it: a status, {@link #HELD} or {@link #CUT}. */
    String status(Greeting greeting) throws IOException {
        try (Socket socket = trust.over(connected(0))) {
            greet(socket, greeting);
            return status(socket);
        }
    }

    /** Without TLS or a word. */
    String silent() throws IOException {
        try (Socket socket = connected(0)) {
            return status(socket);
        }
    }

    /** The first bytes of an answer are read and no more of it, with a small buffer: its status. */
    String unread(Greeting greeting) throws IOException, InterruptedException {
        try (Socket socket = trust.over(connected(4_096))) {
            greet(socket, greeting);
            String status = status(socket);
            Thread.sleep(HELD_MILLIS);
            return status;
        }
    }

    private Socket connected(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), HELD_MILLIS);
        socket.setSoTimeout(HELD_MILLIS);
        // ends at once, also while something is being written
        socket.setSoLinger(true, 0);
        return socket;
    }

    /** Beside the reader, since it may wait until the connection ends. */
    private static void greet(Socket socket, Greeting greeting) {
        Thread.ofVirtual().start(() -> {
            try {
                greeting.send(socket);
            } catch (IOException e) {
                // the reader sees what has become of it
            }
        });
    }

    private static String status(Socket socket) throws IOException {
        try {
            return statusLine(socket.getInputStream()).substring(STATUS_BEGIN);
        } catch (SocketTimeoutException e) {
            return HELD;
        } catch (SocketException | EOFException e) {
            return CUT;
        }
    }

    private static String statusLine(InputStream in) throws IOException {
        byte[] line = in.readNBytes(STATUS_LINE.length());
        if (line.length < STATUS_LINE.length()) {
            throw new EOFException("the answer ended after " + line.length + " bytes");
        }
        return new String(line, StandardCharsets.US_ASCII);
    }
}

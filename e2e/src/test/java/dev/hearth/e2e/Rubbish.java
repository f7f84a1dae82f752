package dev.hearth.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Requests that are none, in many ways. */
final class Rubbish {
    private static final int READ_MILLIS = 200;
    private static final String PATH = "/2015-03-31/functions/echo/invocations";
    private static final List<String> STARTS = List.of(
            "",
            "\r\n\r\n",
            "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
            "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999\r\n\r\n",
            "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\n{\"a",
            "POST " + PATH + " HTTP/9.9\r\n\r\n",
            "GET",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001");

    private Rubbish() {}

    /** Sends one, reads a little of what comes back, and hangs up. */
    static void send(URI url, Random random) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(READ_MILLIS);
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            OutputStream out = socket.getOutputStream();
            out.write(STARTS.get(random.nextInt(STARTS.size())).getBytes(StandardCharsets.ISO_8859_1));
            out.write(noise);
            out.flush();
            if (random.nextInt(4) == 0) {
                readALittle(socket.getInputStream());
            }
        } catch (IOException refused) {
            // the gateway may hang up at any moment; that it still answers others is what the test asks
            if (refused instanceof java.net.ConnectException) {
                throw refused;
            }
        }
    }

    private static void readALittle(InputStream in) throws IOException {
        in.read(new byte[256]);
    }
}

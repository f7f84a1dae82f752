package dev.hearth.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Where a request goes: a port on loopback and a path, always with POST. */
public record Target(int port, String path) {
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The whole request with a JSON body, ready to be written. */
    byte[] request(String body) {
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + payload.length + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[first.length + payload.length];
        System.arraycopy(first, 0, request, 0, first.length);
        System.arraycopy(payload, 0, request, first.length, payload.length);
        return request;
    }
}

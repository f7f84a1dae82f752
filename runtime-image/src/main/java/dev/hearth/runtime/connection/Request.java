package dev.hearth.runtime.connection;

import java.nio.charset.StandardCharsets;

/** Head of a request under construction. Values must be ASCII without line breaks. */
final class Request {
    private final StringBuilder head = new StringBuilder(512);

    private Request(String method, String path) {
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: gateway\r\n");
    }

    static Request get(String path) {
        return new Request("GET", path);
    }

    static Request post(String path) {
        return new Request("POST", path);
    }

    Request header(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    Request chunked() {
        return header("Transfer-Encoding", "chunked");
    }

    /** The head alone; chunks follow. */
    byte[] head() {
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Head and body in one piece: one segment, one system call. */
    byte[] with(byte[] body, int length) {
        header("Content-Length", Integer.toString(length));
        byte[] first = head();
        byte[] whole = new byte[first.length + length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(body, 0, whole, first.length, length);
        return whole;
    }
}

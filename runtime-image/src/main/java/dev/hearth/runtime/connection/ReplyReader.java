package dev.hearth.runtime.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads answers off a connection, one after the other: a status line, headers, a body of announced length. */
final class ReplyReader {
    private static final int FIRST_SIZE = 4096;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_LENGTH = 3;

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int start;
    private int end;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Waits for an answer. @throws EOFException when the gateway has closed the connection */
    Reply read() throws IOException {
        try {
            return parse();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("the gateway's answer is not HTTP/1.1", e);
        }
    }

    private Reply parse() throws IOException {
        String line = line();
        int status = Integer.parseInt(line.substring(STATUS_AT, STATUS_AT + STATUS_LENGTH));
        List<String> headers = new ArrayList<>(24);
        for (line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon));
            headers.add(line.substring(colon + 1).trim());
        }
        Reply head = new Reply(status, headers, new byte[0]);
        int length =
                head.header("Content-Length").map(Integer::parseUnsignedInt).orElse(0);
        return head.hasBody() && length > 0 ? new Reply(status, headers, body(length)) : head;
    }

    private String line() throws IOException {
        int at = start;
        while (true) {
            for (; at < end; at++) {
                if (buffer[at] == '\n') {
                    String line = new String(buffer, start, at - start - 1, StandardCharsets.ISO_8859_1);
                    start = at + 1;
                    return line;
                }
            }
            at -= start;
            fill();
            at += start;
        }
    }

    /** Reads more behind what is there, which moves to the buffer's begin. */
    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (end == buffer.length) {
            if (end >= MAX_HEAD) {
                throw new IOException("the gateway's answer has a head of more than " + MAX_HEAD + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * end);
        }
        int more = in.read(buffer, end, buffer.length - end);
        if (more < 0) {
            throw new EOFException("the gateway has closed the connection");
        }
        end += more;
    }

    private byte[] body(int length) throws IOException {
        byte[] body = new byte[length];
        int have = Math.min(length, end - start);
        System.arraycopy(buffer, start, body, 0, have);
        start += have;
        if (in.readNBytes(body, have, length - have) < length - have) {
            throw new EOFException("the gateway has closed the connection in the middle of an answer");
        }
        return body;
    }
}

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

    /** Waits for an answer and reads its head; {@link #body(Reply)} gives the rest. */
    Reply readHead() throws IOException {
        try {
            return head();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("the gateway's answer is not HTTP/1.1", e);
        }
    }

    private Reply parse() throws IOException {
        Reply head = head();
        int length = length(head);
        return length > 0 ? new Reply(head.status(), head.headers(), body(length)) : head;
    }

    private static int length(Reply head) {
        return head.hasBody()
                ? head.header("Content-Length").map(Integer::parseUnsignedInt).orElse(0)
                : 0;
    }

    private Reply head() throws IOException {
        String line = line();
        int status = Integer.parseInt(line.substring(STATUS_AT, STATUS_AT + STATUS_LENGTH));
        List<String> headers = new ArrayList<>(24);
        for (line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon));
            headers.add(line.substring(colon + 1).trim());
        }
        return new Reply(status, headers, new byte[0]);
    }

    /** The body behind this head, to be read to its end before the next answer. */
    InputStream body(Reply head) {
        return new AnnouncedBody(length(head));
    }

    private final class AnnouncedBody extends InputStream {
        private int left;

        private AnnouncedBody(int length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int wanted = Math.min(left, length);
            int got = start < end ? buffered(target, offset, wanted) : in.read(target, offset, wanted);
            if (got < 0) {
                throw new EOFException("the gateway has closed the connection in the middle of an answer");
            }
            left -= got;
            return got;
        }

        private int buffered(byte[] target, int offset, int wanted) {
            int got = Math.min(wanted, end - start);
            System.arraycopy(buffer, start, target, offset, got);
            start += got;
            return got;
        }
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

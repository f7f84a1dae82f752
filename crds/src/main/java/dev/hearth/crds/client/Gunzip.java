package dev.hearth.crds.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A gzip stream (RFC 1952) of one member and no optional fields, as Go writes it, that comes in pieces. */
final class Gunzip {
    private static final int HEADER = 10;
    private static final int FLAGS = 3;
    private static final int PIECE = 32 * 1024;

    private final Inflater inflater = new Inflater(true);
    private int headerBytes;

    /** Adds what the next bytes stand for; the checksum at the end is left to TLS. */
    void add(ByteBuffer bytes, List<ByteBuffer> plain) throws DataFormatException {
        skipHeader(bytes);
        if (inflater.finished() || !bytes.hasRemaining()) {
            return;
        }
        inflater.setInput(bytes);
        while (!inflater.needsInput() && !inflater.finished()) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            inflater.inflate(piece);
            plain.add(piece.flip());
        }
        if (inflater.finished()) {
            inflater.end(); // its memory is not the heap's: it would stay until it is found to be garbage
        }
    }

    private void skipHeader(ByteBuffer bytes) throws DataFormatException {
        while (headerBytes < HEADER && bytes.hasRemaining()) {
            byte next = bytes.get();
            if (headerBytes == FLAGS && next != 0) {
                throw new DataFormatException("the API server's answer is a gzip stream with optional fields");
            }
            headerBytes++;
        }
    }
}

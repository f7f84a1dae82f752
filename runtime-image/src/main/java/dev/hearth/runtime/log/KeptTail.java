package dev.hearth.runtime.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * File that holds a tail whose caller waits for it: a process that ends before it can send the tail leaves it to the next.
 * A tail that cannot be written is not told. Not thread-safe.
 */
final class KeptTail {
    private static final int SIZE = 4096;
    /** What is written more than once, so that a flood is not. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Path file;
    private @Nullable OutputStream out;
    private int size;

    KeptTail(Path file) {
        this.file = file;
    }

    void begin() {
        close();
        try {
            out = Files.newOutputStream(file);
            size = 0;
        } catch (IOException untold) {
            out = null;
        }
    }

    boolean isOpen() {
        return out != null;
    }

    /** @param whole the tail with these bytes at its end */
    void add(byte[] bytes, int offset, int length, Supplier<byte[]> whole) {
        if (size + length > MAX_BYTES) {
            begin();
            byte[] tail = whole.get();
            write(tail, 0, tail.length);
        } else {
            write(bytes, offset, length);
        }
    }

    private void write(byte[] bytes, int offset, int length) {
        OutputStream open = out;
        if (open == null) {
            return;
        }
        try {
            open.write(bytes, offset, length);
            size += length;
        } catch (IOException untold) {
            forget();
        }
    }

    void forget() {
        if (out != null) {
            close();
            take();
        }
    }

    /** What the process before left, in base64; it is gone afterwards. No more is read however large the function made it. */
    Optional<String> take() {
        try (RandomAccessFile left = new RandomAccessFile(file.toFile(), "r")) {
            left.seek(Math.max(0, left.length() - SIZE));
            byte[] tail = new byte[SIZE];
            int length = Math.max(0, left.read(tail));
            Files.delete(file);
            return Optional.of(Base64.getEncoder().encodeToString(Arrays.copyOf(tail, length)));
        } catch (IOException nothing) {
            return Optional.empty();
        }
    }

    private void close() {
        OutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException written) {
                return;
            }
        }
    }
}

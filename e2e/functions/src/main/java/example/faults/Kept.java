package example.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps the events that it gets, as they are, where nothing of Hearth's can lose them. */
public final class Kept {
    /** Adds the event as a line to the file {@code KEPT}. */
    public void run(InputStream in, OutputStream out) throws IOException {
        String line = new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        try (FileChannel file = FileChannel.open(
                Path.of(System.getenv("KEPT")), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
        out.write("null".getBytes(StandardCharsets.UTF_8));
    }
}

package dev.hearth.gateway.queue.log;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.nio.ByteBuffer;

/** Records of the event log: any bytes are a record or none, at every place, and a record lies within them. */
public final class FrameTarget implements Target {
    private static final long SECRET = 0x5eed_5eed_5eed_5eedL;

    @Override
    public void check(byte[] input) {
        ByteBuffer bytes = ByteBuffer.wrap(input);
        Checksums sums = new Checksums(bytes);
        for (int at = 0; at < input.length; at++) {
            Frame.Read read = Frame.read(bytes, at, sums, SECRET, at);
            if (read != null) {
                Finding.unlessEqual(Frame.length(read.content()), read.length(), "length of a record");
                Finding.unless(at + read.length() <= input.length, "a record that ends behind the bytes");
            }
        }
    }
}

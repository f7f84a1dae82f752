package example.deeds;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a result in pieces. */
public class Streams implements RequestStreamHandler {
    private static OutputStream last;

    @Override
    public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
        String deed = new String(event.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
        OutputStream before = last;
        last = result;
        if (deed.equals("late")) {
            writeTo(before, "late");
        }
        writeTo(result, "first");
        switch (deed) {
            case "wait" -> await(Path.of(System.getProperty("java.io.tmpdir"), "go"));
            case "break" -> throw new IllegalStateException("broke in the middle");
            case "fatal" -> throw new OutOfMemoryError("on purpose");
            default -> {}
        }
        writeTo(result, "second");
    }

    private static void writeTo(OutputStream result, String text) {
        try {
            result.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.out.println("refused " + text);
        }
    }

    private static void await(Path sign) {
        while (!Files.exists(sign)) {
            Thread.onSpinWait();
        }
    }
}

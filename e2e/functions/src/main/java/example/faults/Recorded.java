package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes down that it runs, where nothing of Hearth's can lose it, and then does as its event says. */
public final class Recorded {
    /** Adds a line with the event's id and its request id to the file {@code RECORD}; throws if the event says {@code fail}; waits for the file {@code gate} first. */
    public String run(Map<String, Object> event, Context context) throws IOException, InterruptedException {
        Object gate = event.get("gate");
        while (gate != null && !Files.exists(Path.of(gate.toString()))) {
            Thread.sleep(20);
        }
        String line = event.get("id") + " " + context.getAwsRequestId() + "\n";
        try (FileChannel file = FileChannel.open(
                Path.of(System.getenv("RECORD")), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
        if (Boolean.TRUE.equals(event.get("fail"))) {
            throw new IllegalStateException("as the event says");
        }
        return "done";
    }
}

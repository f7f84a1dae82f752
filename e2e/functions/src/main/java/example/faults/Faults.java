package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Methods used as handlers, one misdeed each. */
public final class Faults {
    private static final int MIB = 1 << 20;
    private static final AtomicInteger CALLS = new AtomicInteger();

    /** Answers with the call's number in this process, its process id and what the environment tells it. */
    public Map<String, Object> echo(Map<String, Object> event, Context context) {
        return Map.of(
                "event", event,
                "call", CALLS.incrementAndGet(),
                "pid", ProcessHandle.current().pid(),
                "arn", context.getInvokedFunctionArn(),
                "remaining", context.getRemainingTimeInMillis(),
                "requestId", context.getAwsRequestId());
    }

    /** Sleeps for the given milliseconds. */
    public String sleep(Map<String, Integer> event) throws InterruptedException {
        Thread.sleep(event.getOrDefault("ms", 0));
        return "slept";
    }

    /** Never returns and never gives the processor back. */
    public String spin() {
        long count = 0;
        while (CALLS.get() >= 0) {
            count++;
        }
        return "count " + count;
    }

    /** Waits for what never comes. */
    public String block() throws InterruptedException {
        System.out.println("blocking");
        new CountDownLatch(1).await();
        return "woken";
    }

    /** Ends the process with the given status. */
    public String exit(Map<String, Integer> event) {
        System.out.println("leaving");
        System.exit(event.getOrDefault("status", 0));
        return "unreachable";
    }

    /** Ends the process with the given status, without shutdown hooks. */
    public String halt(Map<String, Integer> event) {
        Runtime.getRuntime().halt(event.getOrDefault("status", 0));
        return "unreachable";
    }

    /** Fills the heap. */
    public String eatMemory() {
        List<byte[]> hoard = new ArrayList<>();
        while (CALLS.get() >= 0) {
            hoard.add(new byte[8 * MIB]);
        }
        return "hoarded " + hoard.size();
    }

    /** Calls itself without end. */
    @SuppressWarnings("InfiniteRecursion")
    public int recurse() {
        return deeper(1);
    }

    private static int deeper(int depth) {
        return depth < 0 ? 0 : deeper(depth + 1 - (depth >> 30)) + 1;
    }

    /** Throws. */
    public String fail(Map<String, String> event) {
        throw new IllegalStateException(event.getOrDefault("message", "no message"));
    }

    /** Starts as many threads as asked for; each ends soon. */
    public int threads(Map<String, Integer> event) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < event.getOrDefault("count", 1); i++) {
            all.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        return all.size();
    }

    /** Starts a thread that never ends, and returns. */
    public String lingeringThread() {
        Thread.ofPlatform().start(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return "started";
    }

    /** Writes the given number of MB to a file in the temporary folder; answers how many files lie there. */
    public int fillTmp(Map<String, Integer> event) throws IOException {
        Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
        Path file = Files.createTempFile(tmp, "fill", ".bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[MIB];
            for (int i = 0; i < event.getOrDefault("mb", 1); i++) {
                out.write(block);
            }
        }
        try (var files = Files.list(tmp)) {
            return (int) files.count();
        }
    }

    /** Says something in every way there is. */
    public void say(Map<String, String> event, Context context) {
        String text = event.get("out");
        System.out.println("out " + text);
        System.err.println("err " + text);
        context.getLogger().log("logger " + text);
        context.getLogger().log("warned " + text, LogLevel.WARN);
    }

    /** Prints the given number of MB. */
    public String print(Map<String, Integer> event) {
        String line = "x".repeat(1023);
        for (int i = 0; i < event.getOrDefault("mb", 1) * 1024; i++) {
            System.out.println(line);
        }
        return "printed";
    }

    /** Answers with a JSON string of exactly the given number of bytes. */
    public void large(InputStream event, OutputStream result, Context context) throws IOException {
        int bytes = Integer.parseInt(new String(event.readAllBytes(), StandardCharsets.UTF_8).trim());
        result.write('"');
        result.write("y".repeat(bytes - 2).getBytes(StandardCharsets.UTF_8));
        result.write('"');
    }

    /** Answers with the event's own bytes. */
    public void reflect(InputStream event, OutputStream result, Context context) throws IOException {
        event.transferTo(result);
    }

    /** Writes pieces one after the other, 200 ms apart; then fails if asked to. */
    public void drip(InputStream event, OutputStream result, Context context) throws Exception {
        String asked = new String(event.readAllBytes(), StandardCharsets.UTF_8);
        for (int i = 0; i < 5; i++) {
            result.write(("piece " + i + "\n").getBytes(StandardCharsets.UTF_8));
            result.flush();
            Thread.sleep(200);
        }
        if (asked.contains("fail")) {
            throw new IOException("broke in the middle");
        }
    }

    /** Prints in every way that does not come through {@code System.out}, and in that way. */
    public void printRaw(String text) throws IOException, InterruptedException {
        System.out.println("out " + text);
        new FileOutputStream(FileDescriptor.out).write(("descriptor " + text + "\n").getBytes(StandardCharsets.UTF_8));
        new ProcessBuilder("/bin/sh", "-c", "echo child " + text + "; echo error " + text + " >&2")
                .inheritIO()
                .start()
                .waitFor();
    }
}

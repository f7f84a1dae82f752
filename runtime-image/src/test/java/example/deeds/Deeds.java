package example.deeds;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Does what the event says, mostly to the harm of its process. */
public class Deeds implements RequestHandler<String, String> {
    private static final Path KEPT = Path.of(System.getProperty("java.io.tmpdir"), "kept");
    private static final List<byte[]> HEAP = new ArrayList<>();
    private static int calls;

    public Deeds() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("shutdown hook ran")));
        System.out.println("constructed");
    }

    @Override
    public String handleRequest(String deed, Context context) {
        calls++;
        String[] words = deed.split(" ", 2);
        String more = words.length > 1 ? words[1] : "";
        try {
            return perform(words[0], more, context);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String perform(String deed, String more, Context context) throws IOException, InterruptedException {
        switch (deed) {
            case "say" -> {
                return more;
            }
            case "calls" -> {
                return Integer.toString(calls);
            }
            case "security" -> {
                return Security.getProperty(more);
            }
            case "variable" -> {
                return String.valueOf(System.getenv(more));
            }
            case "print" -> System.out.println(more);
            case "log" -> context.getLogger().log(more);
            case "keep" -> Files.writeString(KEPT, more);
            case "kept" -> {
                return Files.readString(KEPT);
            }
            case "fail" -> throw new IllegalStateException(more);
            case "exit" -> System.exit(Integer.parseInt(more));
            case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(more));
            case "fill" -> fill();
            case "spin" -> spin();
            case "block" -> block();
            case "sleep" -> {
                System.out.println("sleeping");
                Thread.sleep(Long.parseLong(more));
            }
            case "flood" -> flood(Integer.parseInt(more));
            case "spawn" -> {
                return Long.toString(new ProcessBuilder("sleep", "600").start().pid());
            }
            case "raw" ->
                new ProcessBuilder("/bin/echo", more).inheritIO().start().waitFor();
            case "trace" -> {
                return String.valueOf(System.getProperty("com.amazonaws.xray.traceHeader"));
            }
            case "client" -> {
                return context.getClientContext().getCustom().get(more);
            }
            case "secrets" -> {
                return secrets();
            }
            default -> throw new IllegalArgumentException(deed);
        }
        return "done";
    }

    private static void fill() {
        while (true) {
            HEAP.add(new byte[1024 * 1024]);
        }
    }

    private static void spin() {
        System.out.println("spinning");
        for (long i = 0; i >= 0; i++) {
            calls = (int) i;
        }
    }

    private static void block() throws InterruptedException {
        System.out.println("blocking");
        synchronized (Deeds.class) {
            new CountDownLatch(1).await();
        }
    }

    private static void flood(int megabytes) {
        String line = "x".repeat(1023) + "\n";
        System.out.print(line.repeat(1024 * megabytes));
    }

    /** Everything a process can see of how it was started. */
    private static String secrets() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            all.append(variable).append('\n');
        }
        all.append(System.getProperties());
        all.append(Files.readString(Path.of("/proc/self/cmdline")));
        all.append(Files.readString(Path.of("/proc/self/environ")));
        all.append(System.in.read());
        return all.toString();
    }
}

package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells what a function can see of where it runs. */
public final class Surroundings {
    public Map<String, Object> tell(Map<String, Object> event, Context context) throws IOException {
        Path file = Files.writeString(Path.of(System.getProperty("java.io.tmpdir"), "note.txt"), "x");
        Map<String, Object> told = new TreeMap<>(System.getenv());
        told.put("functionName", context.getFunctionName());
        told.put("functionVersion", context.getFunctionVersion());
        told.put("invokedFunctionArn", context.getInvokedFunctionArn());
        told.put("logGroupName", context.getLogGroupName());
        told.put("logStreamName", context.getLogStreamName());
        told.put("memoryLimitInMB", context.getMemoryLimitInMB());
        told.put("userDir", System.getProperty("user.dir"));
        told.put("readLocalTmp", Files.readString(file).equals("x"));
        told.put("properties", properties());
        told.put("clientContext", clientContext(context));
        return told;
    }

    /** What the code package says of itself in {@code version.txt}. */
    public String version() throws IOException {
        try (InputStream text = Surroundings.class.getResourceAsStream("/version.txt")) {
            return text == null ? "" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Class path and command name the platform's own jar and main class, as Lambda's do. */
    private static String properties() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> !name.equals("java.class.path") && !name.equals("sun.java.command"))
                .map(name -> name + "=" + System.getProperty(name))
                .collect(Collectors.joining(";"));
    }

    private static String clientContext(Context context) {
        return context.getClientContext() == null
                ? ""
                : context.getClientContext().getCustom() + " "
                        + context.getClientContext().getEnvironment();
    }
}

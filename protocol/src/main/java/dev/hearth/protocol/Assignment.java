package dev.hearth.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What an environment is to run, told in the headers of the answer to attach.
 *
 * @param functionName Lambda function name
 * @param functionVersion {@code $LATEST} or a version number
 * @param handler {@code package.Class} or {@code package.Class::method}
 * @param memoryMb {@code memorySize}, in MB
 * @param initTimeoutMs how long init may take before the gateway resets the environment
 * @param codeSha256 lower-case hex SHA-256 of the code package
 * @param codeLocation {@code file:} URI of the unpacked code, or a path to fetch it from the gateway
 * @param logFormat {@code Text} or {@code JSON}
 * @param applicationLogLevel TRACE … FATAL, or empty
 * @param systemLogLevel DEBUG, INFO or WARN, or empty
 * @param logGroup log group name
 * @param logStream log stream name
 * @param coldStart whether the first invocation's REPORT line shows the init duration
 * @param notice log lines about the process before (a time-out, a crash), or empty
 */
public record Assignment(
        String functionName,
        String functionVersion,
        String handler,
        int memoryMb,
        long initTimeoutMs,
        String codeSha256,
        String codeLocation,
        String logFormat,
        String applicationLogLevel,
        String systemLogLevel,
        String logGroup,
        String logStream,
        boolean coldStart,
        String notice) {

    private static final String PREFIX = "Hearth-Assignment-";

    /** Header name → value; values are base64 of UTF-8, so that every text survives. */
    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "Function-Name", functionName);
        put(headers, "Function-Version", functionVersion);
        put(headers, "Handler", handler);
        put(headers, "Memory-Mb", Integer.toString(memoryMb));
        put(headers, "Init-Timeout-Ms", Long.toString(initTimeoutMs));
        put(headers, "Code-Sha256", codeSha256);
        put(headers, "Code-Location", codeLocation);
        put(headers, "Log-Format", logFormat);
        put(headers, "Application-Log-Level", applicationLogLevel);
        put(headers, "System-Log-Level", systemLogLevel);
        put(headers, "Log-Group", logGroup);
        put(headers, "Log-Stream", logStream);
        put(headers, "Cold-Start", Boolean.toString(coldStart));
        put(headers, "Notice", notice);
        return headers;
    }

    /**
     * Reads what {@link #toHeaders} wrote.
     *
     * @param header looks a header up by its name; gives an empty string when absent
     */
    public static Assignment fromHeaders(UnaryOperator<String> header) {
        UnaryOperator<String> text = name -> decode(header.apply(PREFIX + name));
        return new Assignment(
                text.apply("Function-Name"),
                text.apply("Function-Version"),
                text.apply("Handler"),
                Integer.parseInt(text.apply("Memory-Mb")),
                Long.parseLong(text.apply("Init-Timeout-Ms")),
                text.apply("Code-Sha256"),
                text.apply("Code-Location"),
                text.apply("Log-Format"),
                text.apply("Application-Log-Level"),
                text.apply("System-Log-Level"),
                text.apply("Log-Group"),
                text.apply("Log-Stream"),
                Boolean.parseBoolean(text.apply("Cold-Start")),
                text.apply("Notice"));
    }

    private static void put(Map<String, String> headers, String name, String value) {
        headers.put(PREFIX + name, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

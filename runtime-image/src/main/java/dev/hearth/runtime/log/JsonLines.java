package dev.hearth.runtime.log;

import dev.hearth.protocol.Assignment;

/**
 * One JSON object a line: {@code time}, {@code type} and {@code record}, as in Lambda's telemetry schema.
 *
 * @param level least level to keep: DEBUG, INFO or WARN. Starts and successes are INFO, failures WARN, {@code
 *     runtimeDone} of a success DEBUG
 */
record JsonLines(String level) implements PlatformLines {
    private boolean isDebug() {
        return level.equals("DEBUG");
    }

    private boolean isInfo() {
        return !level.equals("WARN");
    }

    @Override
    public String initStart(Assignment assignment, String runtimeVersion) {
        return isInfo()
                ? event(
                        "platform.initStart",
                        "\"initializationType\":\"on-demand\",\"phase\":\"init\",\"runtimeVersion\":\"" + runtimeVersion
                                + "\",\"functionName\":\"" + assignment.functionName() + "\",\"functionVersion\":\""
                                + assignment.functionVersion() + "\"")
                : "";
    }

    @Override
    public String start(String requestId, String version) {
        return isInfo()
                ? event("platform.start", "\"requestId\":\"" + requestId + "\",\"version\":\"" + version + "\"")
                : "";
    }

    @Override
    public String end(InvocationReport report) {
        boolean failed = report.errorType().isPresent();
        String status = report.errorType()
                .map(type -> "\"status\":\"error\",\"errorType\":\"" + type + "\"")
                .orElse("\"status\":\"success\"");
        String request = "\"requestId\":\"" + report.requestId() + "\",";
        String done = isDebug() || failed
                ? event("platform.runtimeDone", request + status + ",\"metrics\":{" + duration(report) + "}")
                : "";
        return isInfo() || failed
                ? done + event("platform.report", request + "\"metrics\":{" + metrics(report) + "}," + status)
                : done;
    }

    private static String duration(InvocationReport report) {
        return "\"durationMs\":" + Millis.text(report.durationMillis());
    }

    private static String metrics(InvocationReport report) {
        String init = report.initMillis().isPresent()
                ? ",\"initDurationMs\":" + Millis.text(report.initMillis().getAsDouble())
                : "";
        return duration(report) + ",\"billedDurationMs\":" + report.billedMillis() + ",\"memorySizeMB\":"
                + report.memoryMb() + ",\"maxMemoryUsedMB\":" + report.maxMemoryMb() + init;
    }

    /** Values are ids, names and numbers that need no escape. */
    private static String event(String type, String record) {
        return "{\"time\":\"" + Timestamp.now() + "\",\"type\":\"" + type + "\",\"record\":{" + record + "}}\n";
    }
}

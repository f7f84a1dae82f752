package dev.hearth.runtime.log;

import dev.hearth.protocol.Assignment;

/** {@code START}, {@code END} and {@code REPORT}. */
record TextLines() implements PlatformLines {
    @Override
    public String initStart(Assignment assignment, String runtimeVersion) {
        return "INIT_START Runtime Version: " + runtimeVersion + "\n";
    }

    @Override
    public String start(String requestId, String version) {
        return "START RequestId: " + requestId + " Version: " + version + "\n";
    }

    @Override
    public String end(InvocationReport report) {
        StringBuilder text = new StringBuilder(256)
                .append("END RequestId: ")
                .append(report.requestId())
                .append("\nREPORT RequestId: ")
                .append(report.requestId())
                .append("\tDuration: ")
                .append(Millis.text(report.durationMillis()))
                .append(" ms\tBilled Duration: ")
                .append(report.billedMillis())
                .append(" ms\tMemory Size: ")
                .append(report.memoryMb())
                .append(" MB\tMax Memory Used: ")
                .append(report.maxMemoryMb())
                .append(" MB\t");
        report.initMillis()
                .ifPresent(init ->
                        text.append("Init Duration: ").append(Millis.text(init)).append(" ms\t"));
        return text.append('\n').toString();
    }
}

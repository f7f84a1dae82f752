package dev.hearth.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A handler, its package and the events it gets in this order, with what AWS's own client answered to each. */
record RecordedCase(String handler, Path code, List<Event> events) {
    private static final Path FOLDER = Cluster.root().resolve("runtime-image/target/conformance");

    /**
     * One event.
     *
     * @param kind {@code response}, {@code error}, {@code init-error}, or {@code none} when the process ended without a word
     * @param onPurpose whether Hearth answers otherwise, for a reason
     */
    record Event(boolean android, String payload, String kind, String errorType, String body, boolean onPurpose) {}

    /** What the conformance suite of the runtime has recorded; that must have run before. */
    static List<RecordedCase> all() throws IOException {
        List<RecordedCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("answers.tsv"))) {
            String[] columns = line.split("\t", -1);
            Path code = FOLDER.resolve(columns[1] + ".jar");
            if (cases.isEmpty() || !cases.getLast().is(columns[0], code)) {
                cases.add(new RecordedCase(columns[0], code, new ArrayList<>()));
            }
            cases.getLast()
                    .events
                    .add(new Event(
                            Boolean.parseBoolean(columns[2]),
                            text(columns[3]),
                            columns[4],
                            columns[5],
                            text(columns[6]),
                            Boolean.parseBoolean(columns[7])));
        }
        return cases;
    }

    private boolean is(String otherHandler, Path otherCode) {
        return handler.equals(otherHandler) && code.equals(otherCode);
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

package dev.hearth.runtime.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A handler in a folder of code, and the events one process of it gets in this order. */
record Case(String handler, String folder, List<Event> events) {
    /** One event; an Android client's answers are written by another library. */
    record Event(byte[] payload, boolean android, String text) {}

    String name() {
        return folder.equals(FunctionFolders.CODE) ? handler : handler + " in " + folder;
    }

    /** Reads the table {@code conformance/cases.txt}, whose first lines explain it. */
    static List<Case> table() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : text().split("\n")) {
            if (line.startsWith("handler ")) {
                String[] words = line.split(" ");
                String folder = words.length == 4 ? words[3] : FunctionFolders.CODE;
                cases.add(new Case(words[1], folder, new ArrayList<>()));
            } else if (line.startsWith("  ")) {
                cases.getLast().events.add(event(line.substring(2)));
            }
        }
        return cases;
    }

    private static Event event(String line) {
        boolean android = line.startsWith("android ");
        String text = android ? line.substring("android ".length()) : line;
        if (text.equals("empty")) {
            return new Event(new byte[0], android, line);
        }
        String payload = text.startsWith("escaped ") ? unescape(text.substring("escaped ".length())) : text;
        return new Event(payload.getBytes(StandardCharsets.UTF_8), android, line);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (text.startsWith("\\t", i)) {
                plain.append('\t');
                i++;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static String text() throws IOException {
        try (InputStream in = Case.class.getResourceAsStream("/conformance/cases.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

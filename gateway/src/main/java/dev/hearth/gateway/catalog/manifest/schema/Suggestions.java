package dev.hearth.gateway.catalog.manifest.schema;

import dev.hearth.gateway.catalog.manifest.yaml.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the writer of an unknown field may have meant: a misspelt neighbour, or a field that belongs elsewhere. */
public final class Suggestions {
    /** No name of ours is as long; the distance of two names costs the product of their lengths. */
    private static final int LONGEST_NAME = 64;

    private Suggestions() {}

    static String of(Schema root, Schema parent, String path, String name) {
        return nearest(name, parent.properties().keySet())
                .map(neighbour -> FieldPath.child(path, neighbour))
                .or(() -> elsewhere(root, name))
                .map(meant -> "did you mean " + meant + "?")
                .orElse("remove it");
    }

    /** The name that differs least, if it differs by a third of its letters at most; case does not count. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        int most = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(each -> distance(wanted, each.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt(each -> distance(wanted, each.toLowerCase(Locale.ROOT))));
    }

    private static Optional<String> elsewhere(Schema root, String name) {
        List<String> paths = new ArrayList<>();
        collect(root, "", name, paths);
        return paths.stream().min(Comparator.comparingInt(String::length));
    }

    private static void collect(Schema schema, String path, String name, List<String> paths) {
        schema.properties().forEach((child, of) -> {
            String at = FieldPath.child(path, child);
            if (child.equalsIgnoreCase(name)) {
                paths.add(at);
            }
            collect(of, at, name, paths);
        });
    }

    /** Levenshtein's: letters to insert, remove or replace; names are short. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

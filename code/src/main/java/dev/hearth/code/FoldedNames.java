package dev.hearth.code;

import dev.hearth.code.PackageEntry.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Names of a package on a disk that takes {@code LICENSE} and {@code license} for one file, as macOS's and Windows' do; Lambda's does
 * not. Folders of two spellings become one, which either spelling finds. What is left cannot lie beside the other.
 */
final class FoldedNames {
    private final Map<String, Named> known = new HashMap<>();
    private final SequencedSet<PackageEntry> displaced = new LinkedHashSet<>();

    private record Named(String path, boolean isFolder) {}

    private FoldedNames() {}

    /** Whether a folder, which must be empty, is on such a disk. */
    static boolean areIn(Path folder) throws IOException {
        Path probe = Files.createFile(folder.resolve("a"));
        try {
            return Files.exists(folder.resolve("A"));
        } finally {
            Files.delete(probe);
        }
    }

    /** The name by which such a disk knows a path. */
    static String fold(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Entries that have no place, in their order.
     *
     * @throws CodeProblem when one is needed in its place
     */
    static SequencedSet<PackageEntry> displaced(Collection<PackageEntry> entries) {
        FoldedNames names = new FoldedNames();
        entries.forEach(names::place);
        return names.displaced;
    }

    private void place(PackageEntry entry) {
        String path = entry.path();
        for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
            if (!isFree(new Named(path.substring(0, end), true), entry)) {
                return;
            }
        }
        isFree(new Named(path, entry.kind() == Kind.FOLDER), entry);
    }

    private boolean isFree(Named wanted, PackageEntry entry) {
        Named there = known.putIfAbsent(fold(wanted.path()), wanted);
        if (there == null || there.path().equals(wanted.path()) || (there.isFolder() && wanted.isFolder())) {
            return true;
        }
        if (entry.kind() == Kind.LINK
                || entry.path().endsWith(".class")
                || entry.path().endsWith(".jar")) {
            throw PackageEntry.unsafe(
                    entry.path(),
                    "and '" + PackageEntry.printable(there.path())
                            + "' are one file for this machine's disk, which does not tell upper case from lower;"
                            + " both run on Lambda: set HEARTH_CACHE to a folder on a disk that tells them apart");
        }
        displaced.add(entry);
        return false;
    }
}

package dev.hearth.code;

import dev.hearth.code.PackageEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The folders that entries lie in: a path must not be both a folder and something else, and there must not be too many. */
final class PackageFolders {
    private static final int MAX_PATH = 1_024;
    private static final int MAX_NAME = 255;

    private final Map<String, PackageEntry> entries;
    private final PackageLimits limits;
    private final Set<String> folders = new HashSet<>();
    private long characters;

    private PackageFolders(Map<String, PackageEntry> entries, PackageLimits limits) {
        this.entries = entries;
        this.limits = limits;
    }

    /** @throws CodeProblem when one cannot be made */
    static void check(Map<String, PackageEntry> entries, PackageLimits limits) {
        PackageFolders all = new PackageFolders(entries, limits);
        for (String path : entries.keySet()) {
            all.checkLength(path);
            all.checkParents(path);
        }
    }

    /** Lengths that systems allow are in bytes, of which a character has at most three here. */
    private void checkLength(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean tooLong = name.length() > MAX_NAME
                || (name.length() > MAX_NAME / 3 && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME);
        if (path.length() > MAX_PATH || tooLong) {
            throw PackageEntry.unsafe(
                    path, "has a longer name than files may have: " + MAX_NAME + " bytes, with folders " + MAX_PATH);
        }
    }

    /** Ends at the first folder that was met before: those above were checked then. */
    private void checkParents(String path) {
        int end = path.lastIndexOf('/');
        while (end > 0) {
            String folder = path.substring(0, end);
            PackageEntry entry = entries.get(folder);
            if (entry != null && entry.kind() != Kind.FOLDER) {
                throw PackageEntry.unsafe(folder, "is a file or link and has entries below it");
            }
            if (!folders.add(folder)) {
                return;
            }
            checkLength(folder);
            characters += folder.length();
            limits.checkEntries(folders.size());
            limits.checkDirectory(characters);
            end = path.lastIndexOf('/', end - 1);
        }
    }
}

package dev.hearth.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar as the runtime's class loader reads it. Of its entries only the central directory and a manifest are read, and not more of that
 * than any has: what entries would inflate to costs nothing.
 */
final class Library {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    private static final int MAX_MANIFEST = 1 << 20;

    private Library() {}

    /** Whether a class is there or may be: the jar cannot be read, or names others that have to be looked for. */
    static boolean mayHave(Path jar, String path) {
        try {
            List<PackageEntry> entries = entries(jar);
            return entries.stream().anyMatch(entry -> isFor(entry.path(), path)) || namesOthers(jar, entries);
        } catch (IOException | CodeProblem unreadable) {
            return true;
        }
    }

    private static List<PackageEntry> entries(Path jar) throws IOException {
        try (FileChannel channel = FileChannel.open(jar)) {
            return ZipDirectory.read(channel, PackageLimits.LAMBDA);
        }
    }

    /** The class, or one of it for a newer Java. */
    private static boolean isFor(String entry, String path) {
        return entry.equals(path) || (entry.startsWith(VERSIONS) && entry.endsWith("/" + path));
    }

    private static boolean namesOthers(Path jar, List<PackageEntry> entries) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.ISO_8859_1)) {
            for (PackageEntry entry : entries) {
                ZipEntry manifest = entry.path().equalsIgnoreCase(MANIFEST) ? zip.getEntry(entry.key()) : null;
                if (manifest != null && namesOthers(zip, manifest)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean namesOthers(ZipFile zip, ZipEntry manifest) throws IOException {
        try (InputStream in = zip.getInputStream(manifest)) {
            return new Manifest(new ByteArrayInputStream(in.readNBytes(MAX_MANIFEST)))
                    .getMainAttributes()
                    .containsKey(Attributes.Name.CLASS_PATH);
        }
    }
}

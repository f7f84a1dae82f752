package dev.hearth.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The classes that the runtime will find for a package: the JDK's, those at its root and those in its {@code lib/*.jar}. */
public final class PackageClasses {
    private PackageClasses() {}

    /**
     * Whether a class is there. A jar within the package that cannot be read as a stream may have it.
     *
     * @param className as in a handler, e.g. {@code example.Outer$Inner}
     */
    public static boolean mayHave(StoredPackage stored, String className) {
        String entry = className.replace('.', '/') + ".class";
        if (ClassLoader.getPlatformClassLoader().getResource(entry) != null) {
            return true;
        }
        try (ZipFile zip = new ZipFile(stored.file().toFile(), StandardCharsets.UTF_8)) {
            if (zip.getEntry(entry) != null) {
                return true;
            }
            for (ZipEntry library : libraries(zip)) {
                if (mayHave(zip, library, entry)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ZipEntry> libraries(ZipFile zip) {
        return zip.stream()
                .filter(entry -> CodePackage.LIBRARY.matcher(entry.getName()).matches())
                .<ZipEntry>map(entry -> entry)
                .toList();
    }

    private static boolean mayHave(ZipFile zip, ZipEntry library, String entry) {
        try (ZipInputStream jar = new ZipInputStream(zip.getInputStream(library))) {
            for (ZipEntry each = jar.getNextEntry(); each != null; each = jar.getNextEntry()) {
                if (each.getName().equals(entry)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | IllegalArgumentException unreadable) {
            return true;
        }
    }
}

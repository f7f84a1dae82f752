package dev.hearth.code;

import dev.hearth.code.PackageEntry.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes that the runtime will find for a package: the JDK's, those at its root and those in its {@code lib/*.jar}, which may be
 * folders too. What lies behind a symbolic link is not looked for: it may be there.
 */
public final class PackageClasses {
    private static final String LIBRARIES = "lib/";
    private static final Pattern LIBRARY = Pattern.compile("lib/[^/]+\\.jar");
    private static final Pattern LIBRARY_FOLDER = Pattern.compile("(lib/[^/]+\\.jar/).*", Pattern.DOTALL);
    private static final String CLASS = ".class";

    private PackageClasses() {}

    /** Why a handler will not be found, with what may help; empty: its class is there, or a library cannot be read. */
    public static Optional<String> missing(StoredPackage stored, String handler) {
        String className = className(handler);
        if (className.isEmpty() || isOfTheJdk(className)) {
            return Optional.empty();
        }
        try (PackageContents contents = PackageContents.open(stored.file(), PackageLimits.LAMBDA)) {
            if (mayHave(contents, stored.file(), className)) {
                return Optional.empty();
            }
            Collection<String> paths =
                    contents.entries().stream().map(PackageEntry::path).toList();
            return Optional.of("class " + className
                    + " of spec.handler is not in the code, neither at its root nor in a" + " lib/*.jar; "
                    + HandlerHint.of(handler, paths).orElse("correct spec.handler or the code"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(String handler) {
        return handler.contains("::") ? handler.substring(0, handler.indexOf("::")) : handler;
    }

    private static boolean isOfTheJdk(String className) {
        return className.indexOf('/') < 0
                && ClassLoader.getPlatformClassLoader().getResource(className.replace('.', '/') + CLASS) != null;
    }

    private static boolean mayHave(PackageContents contents, Path file, String className) throws IOException {
        if (className.indexOf('/') >= 0) {
            return false; // that is a file's name and no class's
        }
        String path = className.replace('.', '/') + CLASS;
        if (hasInFolder(contents, path) || contents.isBehindLink(LIBRARIES)) {
            return true;
        }
        for (PackageEntry library : libraries(contents)) {
            if (library.kind() == Kind.LINK || mayHave(contents, library, file, path)) {
                return true;
            }
        }
        return false;
    }

    /** At the root, or in a folder that is called as a library. */
    private static boolean hasInFolder(PackageContents contents, String path) {
        Stream<String> folders = contents.entries().stream()
                .map(entry -> LIBRARY_FOLDER.matcher(entry.path()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
        return Stream.concat(Stream.of(""), folders)
                .map(folder -> folder + path)
                .anyMatch(file -> contents.has(file) || contents.isBehindLink(file));
    }

    private static List<PackageEntry> libraries(PackageContents contents) {
        return contents.entries().stream()
                .filter(entry -> LIBRARY.matcher(entry.path()).matches() && entry.kind() != Kind.FOLDER)
                .toList();
    }

    /** The library lies on the disk meanwhile: its directory is at its end, and all of it may be 250 MB. */
    private static boolean mayHave(PackageContents contents, PackageEntry library, Path file, String path)
            throws IOException {
        Path scratch = Files.createTempFile(file.toAbsolutePath().getParent(), PackageStore.INCOMING, "");
        try {
            try (OutputStream out = Files.newOutputStream(scratch)) {
                contents.copy(library, out);
            }
            return Library.mayHave(scratch, path);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }
}

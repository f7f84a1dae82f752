package dev.hearth.code;

import dev.hearth.code.PackageEntry.Kind;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A zip or jar on its way to a folder, where it lies as it does in Lambda's {@code /var/task}: every jar is unpacked, times,
 * executable bits and symbolic links are kept, of two entries of one name the last counts. Nothing is written before every name was
 * checked, and nothing is written through a link: links are made when all files are there.
 *
 * <p>On a disk that does not tell upper case from lower, resources that have no place beside others are in {@link #DISPLACED}, where
 * class loaders find them.
 */
public final class CodePackage {
    /** The last of the class path as a rule. */
    static final String DISPLACED = "lib/~hearth-displaced.jar";

    private CodePackage() {}

    /**
     * Reads all of a package without writing it.
     *
     * @throws CodeProblem when it cannot be unpacked
     */
    static void check(Path file, PackageLimits limits) throws IOException {
        try (PackageContents contents = PackageContents.open(file, limits)) {
            for (PackageEntry entry : contents.entries()) {
                if (entry.kind() == Kind.FILE) {
                    contents.copy(entry, OutputStream.nullOutputStream());
                }
            }
        }
    }

    /**
     * Fills an existing empty folder.
     *
     * @throws CodeProblem when the package is not to be unpacked
     */
    public static void unpack(Path file, Path folder) throws IOException {
        unpack(file, folder, PackageLimits.LAMBDA, false);
    }

    /** @param folded whether the folder's disk does not tell upper case from lower */
    static void unpack(Path file, Path folder, PackageLimits limits, boolean folded) throws IOException {
        try (PackageContents contents = PackageContents.open(file, limits)) {
            new Unpacking(contents, folder, folded ? displaced(contents) : Set.of()).run();
        }
    }

    private static Set<PackageEntry> displaced(PackageContents contents) throws IOException {
        Map<String, String> links = new HashMap<>();
        contents.links().forEach((path, target) -> links.put(FoldedNames.fold(path), FoldedNames.fold(target)));
        LinkTargets.check(links);
        return FoldedNames.displaced(contents.entries());
    }

    /** One run; remembers the folders that it has made. */
    private static final class Unpacking {
        private final PackageContents contents;
        private final Path root;
        private final Set<Path> made = new HashSet<>();
        private final List<PackageEntry> links = new ArrayList<>();
        private final List<PackageEntry> folders = new ArrayList<>();
        private final Set<PackageEntry> displaced;

        Unpacking(PackageContents contents, Path root, Set<PackageEntry> displaced) {
            this.contents = contents;
            this.root = root;
            this.displaced = displaced;
            made.add(root);
        }

        void run() throws IOException {
            for (PackageEntry entry : contents.entries()) {
                if (!displaced.contains(entry)) {
                    place(entry);
                }
            }
            if (!displaced.isEmpty()) {
                writeDisplaced();
            }
            finish();
        }

        private void place(PackageEntry entry) throws IOException {
            switch (entry.kind()) {
                case FILE -> write(entry);
                case FOLDER -> {
                    make(root.resolve(entry.path()));
                    folders.add(entry);
                }
                case LINK -> links.add(entry);
            }
        }

        private void writeDisplaced() throws IOException {
            Path jar = root.resolve(DISPLACED);
            make(jar.getParent());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar, StandardOpenOption.CREATE_NEW))) {
                for (PackageEntry entry : displaced) {
                    if (entry.kind() == Kind.FILE) {
                        out.putNextEntry(new ZipEntry(entry.path()));
                        contents.copy(entry, out);
                    }
                }
            }
        }

        private void finish() throws IOException {
            for (PackageEntry link : links) {
                make(root.resolve(link.path()).getParent());
                Files.createSymbolicLink(root.resolve(link.path()), Path.of(contents.link(link)));
            }
            for (PackageEntry folder : folders.reversed()) { // what is made in a folder changes its time
                setTime(folder, root.resolve(folder.path()).toFile());
            }
        }

        private void write(PackageEntry entry) throws IOException {
            Path target = root.resolve(entry.path());
            make(target.getParent());
            try (OutputStream out =
                    Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                contents.copy(entry, out);
            } catch (FileAlreadyExistsException e) {
                throw PackageEntry.unsafe(
                        entry.path(), "is for this machine's file system the same file as another one of the package");
            }
            File file = target.toFile();
            if (entry.executable()) {
                file.setExecutable(true, false);
            }
            setTime(entry, file);
        }

        private static void setTime(PackageEntry entry, File file) {
            file.setLastModified(Math.max(0, entry.modified()));
        }

        private void make(@Nullable Path folder) throws IOException {
            if (folder != null && made.add(folder)) {
                Files.createDirectories(folder);
            }
        }
    }
}

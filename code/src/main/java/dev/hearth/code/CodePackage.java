package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip or jar on its way to a folder. Nothing is written before every name was checked; sizes are counted while
 * unpacking, since a zip's own statements cannot be trusted.
 *
 * <p>A plain jar is kept as {@code lib/function.jar}: that leaves signatures and multi-release classes in force and
 * costs no unpacking. A jar that itself holds {@code lib/*.jar} is unpacked like a zip, as Lambda would, or the jars
 * within would not be found. What counts is the content, not the name, so one digest always gives one layout.
 */
final class CodePackage {
    static final Pattern LIBRARY = Pattern.compile("lib/[^/]+\\.jar");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final PackageLimits limits;

    CodePackage(Path file, PackageLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    /** Looks at all that can be seen without unpacking; whether it is a plain jar. */
    boolean isPlainJar() throws IOException {
        ZipDirectory directory = ZipDirectory.read(file);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            List<ZipEntry> entries = zip.stream().<ZipEntry>map(e -> e).toList();
            check(entries, directory);
            boolean plain = isPlainJar(entries);
            if (!plain) {
                checkUnambiguous(entries);
            }
            return plain;
        }
    }

    /** Fills an existing empty folder; may move the package itself there. */
    void unpackTo(Path folder) throws IOException {
        ZipDirectory directory = ZipDirectory.read(file);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            List<ZipEntry> entries = zip.stream().<ZipEntry>map(e -> e).toList();
            check(entries, directory);
            if (!isPlainJar(entries)) {
                checkUnambiguous(entries);
                unpack(zip, entries, directory, folder);
                return;
            }
        }
        Files.move(file, Files.createDirectory(folder.resolve("lib")).resolve("function.jar"));
    }

    private void check(List<ZipEntry> entries, ZipDirectory directory) throws IOException {
        limits.checkEntries(entries.size());
        long stated = entries.stream().mapToLong(e -> Math.max(0, e.getSize())).sum();
        limits.checkSize(stated, Files.size(file));
        for (ZipEntry entry : entries) {
            checkName(entry.getName());
            if (directory.isLink(entry.getName())) {
                throw unsafe(entry.getName(), "is a symbolic link, which is not supported yet");
            }
        }
    }

    /** Build tools do write the same file twice; only two contents under one name are ambiguous. */
    private static void checkUnambiguous(List<ZipEntry> entries) {
        Map<String, ZipEntry> seen = new HashMap<>();
        for (ZipEntry entry : entries) {
            ZipEntry other = seen.putIfAbsent(withoutSlash(entry.getName()), entry);
            if (other != null && !isSame(entry, other)) {
                throw unsafe(entry.getName(), "occurs twice with different content");
            }
        }
    }

    private static boolean isSame(ZipEntry one, ZipEntry other) {
        return one.getName().equals(other.getName())
                && one.getSize() == other.getSize()
                && one.getCrc() == other.getCrc();
    }

    private static void checkName(String name) {
        boolean outside = name.startsWith("/") || DRIVE.matcher(name).matches() || name.indexOf('\\') >= 0;
        boolean climbs = List.of(name.split("/", -1)).stream().anyMatch(part -> part.equals("..") || part.equals("."));
        boolean empty = name.isEmpty() || name.contains("//") || name.indexOf('\0') >= 0;
        if (outside || climbs || empty) {
            throw unsafe(name, "is no path below the package's root");
        }
    }

    private static boolean isPlainJar(List<ZipEntry> entries) {
        return entries.stream()
                        .map(e -> e.getName().toUpperCase(Locale.ROOT))
                        .anyMatch(name -> name.equals("META-INF/MANIFEST.MF"))
                && entries.stream().map(ZipEntry::getName).noneMatch(LIBRARY.asMatchPredicate());
    }

    private void unpack(ZipFile zip, List<ZipEntry> entries, ZipDirectory directory, Path folder) throws IOException {
        long zipped = Files.size(file);
        long written = 0;
        for (ZipEntry entry : entries) {
            Path target = folder.resolve(withoutSlash(entry.getName()));
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            written = write(zip, entry, target, written, zipped);
            if (directory.isExecutable(entry.getName())) {
                target.toFile().setExecutable(true, false);
            }
        }
    }

    private long write(ZipFile zip, ZipEntry entry, Path target, long before, long zipped) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long written = before;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                written += read;
                limits.checkSize(written, zipped);
                out.write(chunk, 0, read);
            }
        }
        return written;
    }

    private static String withoutSlash(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static CodeProblem unsafe(String entry, String why) {
        return new CodeProblem(Reason.UNSAFE, "entry '" + entry + "' " + why);
    }
}

package dev.hearth.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A digest over names, sizes and times of all that lies below a folder: tells unpacked code that somebody has changed. Contents are
 * not read; who changes a file and sets its size and time back is not found.
 */
final class FolderSeal {
    private FolderSeal() {}

    static String of(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.put(folder.relativize(file).toString(), description(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        MessageDigest digest = Snapshot.newDigest();
        files.forEach((path, description) ->
                digest.update((path + '\0' + description + '\0').getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String description(Path file, BasicFileAttributes attributes) throws IOException {
        return attributes.isSymbolicLink()
                ? "link " + Files.readSymbolicLink(file)
                : attributes.size() + " " + attributes.lastModifiedTime().toMillis() + " " + Files.isExecutable(file);
    }
}

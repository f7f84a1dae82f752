package dev.hearth.runtime.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks a package whose digest proves that the gateway has judged it: names, sizes and links were looked at there. */
final class Unzip {
    private Unzip() {}

    static void into(Path folder, Path zip) throws IOException {
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            Enumeration<? extends ZipEntry> entries = opened.entries();
            while (entries.hasMoreElements()) {
                unpack(opened, entries.nextElement(), folder);
            }
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry '" + entry.getName() + "' is no path below the package's root");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        try (var in = zip.getInputStream(entry)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

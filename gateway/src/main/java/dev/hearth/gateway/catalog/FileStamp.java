package dev.hearth.gateway.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** What tells without reading that a file may have changed; {@code key} also changes when it was replaced by a rename. */
record FileStamp(long size, FileTime modified, String key) {
    /** Empty when there is no such file. */
    static Optional<FileStamp> of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(
                    attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

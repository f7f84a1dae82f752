package dev.hearth.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A layer with what a folder holds, the same whenever it is made. */
final class FolderLayer {
    /** Second 1 of the epoch: AOT caches were trained with files of this age. */
    private static final Instant MODIFIED = Instant.ofEpochSecond(1);

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions FILE = FilePermissions.fromOctalString("644");
    private static final FilePermissions SHARED = FilePermissions.fromOctalString("777");

    private FolderLayer() {}

    static FileEntriesLayer of(Path folder) throws IOException {
        FileEntriesLayer.Builder layer =
                FileEntriesLayer.builder().setName(folder.getFileName().toString());
        try (var entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                layer.addEntryRecursive(
                        entry,
                        AbsoluteUnixPath.get("/" + entry.getFileName()),
                        FolderLayer::permissions,
                        (source, target) -> MODIFIED);
            }
        }
        return layer.build();
    }

    private static FilePermissions permissions(Path source, AbsoluteUnixPath target) {
        if (target.toString().equals("/tmp")) {
            return SHARED;
        }
        return Files.isDirectory(source) || Files.isExecutable(source) ? PROGRAM : FILE;
    }
}

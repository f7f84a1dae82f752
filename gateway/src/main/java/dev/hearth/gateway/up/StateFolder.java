package dev.hearth.gateway.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of what must not be lost: published versions and accepted events. Earlier releases had both in the cache, which anybody may
 * empty; they are moved, and links stay for a release that looks there. A start that was killed in the middle is finished by the next.
 */
final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private static final String EVENTS = "events";

    private StateFolder() {}

    static void adopt(Path cache, Path state) {
        if (cache.equals(state)) {
            return;
        }
        for (String kind : List.of("versions", EVENTS)) {
            Path old = cache.resolve(kind);
            Path now = state.resolve(kind);
            try {
                FolderMove.deleteLeft(now);
                for (Path folder : folders(old)) {
                    adoptOne(folder, now.resolve(folder.getFileName()));
                }
                for (Path folder : folders(now)) {
                    link(old.resolve(folder.getFileName()), folder);
                }
            } catch (IOException e) {
                left(old, e.toString());
            }
        }
    }

    /** Of the folder itself, no links. */
    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static void adoptOne(Path folder, Path target) {
        try {
            if (Files.exists(target) && Files.isSameFile(folder, target)) {
                return; // by a link of somebody's own
            }
            if (FolderMove.isCopied(folder, target)) {
                FolderMove.delete(folder);
                return;
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                left(folder, "there is " + target + " already; move what is needed of it there");
                return;
            }
            Files.createDirectories(target.getParent());
            FolderMove.move(folder, target);
            LOG.atInfo()
                    .setMessage("state moved out of the cache; a link stays there")
                    .addKeyValue("to", target)
                    .log();
        } catch (IOException e) {
            left(folder, e.toString());
        }
    }

    /** So that an earlier release finds it, also what was made by this one: it would give numbers of versions anew. */
    private static void link(Path link, Path folder) {
        try {
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, folder);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.atDebug()
                    .setMessage("state not linked from the cache; an earlier release does not find it")
                    .setCause(e)
                    .log();
        }
    }

    /**
     * Says where events of these folders wait that this start does not look at.
     *
     * @param usual where they are when no variable says otherwise
     * @param events folder of this start's
     */
    static void tellOfOthers(Path usual, Path events) {
        Path other = usual.resolve(EVENTS).resolve(events.getFileName());
        try {
            if (hasRecords(other) && !(Files.exists(events) && Files.isSameFile(other, events))) {
                LOG.atWarn()
                        .setMessage("events of these folders may wait in another folder; HEARTH_STATE can name it")
                        .addKeyValue("folder", other)
                        .addKeyValue("used", events)
                        .log();
            }
        } catch (IOException e) {
            LOG.atDebug()
                    .setMessage("other state cannot be looked at")
                    .setCause(e)
                    .log();
        }
    }

    private static boolean hasRecords(Path queue) throws IOException {
        if (!Files.isDirectory(queue)) {
            return false;
        }
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(each -> each.toString().endsWith(".events"))
                    .anyMatch(each -> each.toFile().length() > 0);
        }
    }

    private static void left(Path folder, String why) {
        LOG.atWarn()
                .setMessage("state not moved out of the cache; what is there is not used")
                .addKeyValue("folder", folder)
                .addKeyValue("why", why)
                .log();
    }
}

package dev.hearth.gateway.up;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder that Hearth has to write to, tried before it is needed. */
final class UsableFolder {
    private UsableFolder() {}

    /**
     * Makes the folder if need be, and a file in it.
     *
     * @param what for the message, e.g. {@code cache}
     * @param fix what its user can do
     * @throws UpFailure with the reason and the fix
     */
    static void check(Path folder, String what, String fix) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, ".writable-", "");
            try {
                Files.write(probe, new byte[1]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new UpFailure("The " + what + " folder " + folder + " cannot be used: " + reason(e) + ". " + fix);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> there.getFile() + " is there and is no folder";
            case AccessDeniedException denied -> "this user may not write to " + denied.getFile();
            case FileSystemException failed ->
                failed.getFile() + ": "
                        + Optional.ofNullable(failed.getReason()).orElse("it cannot be made");
            default -> String.valueOf(e.getMessage());
        };
    }
}

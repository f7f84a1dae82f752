package dev.hearth.runtime.code;

import dev.hearth.code.CodePackage;
import dev.hearth.runtime.connection.CodeConnection;
import dev.hearth.runtime.connection.GatewayAddress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Code that the gateway has: fetched into the task root by the first process of an environment, unpacked, and found there by the
 * later ones. Its digest is not taken again: the gateway has checked what it keeps under it, and a JVM that just starts needs half
 * a second to do so for 50 MB.
 */
public final class FetchedCode {
    private final Path taskRoot;
    private final Path marker;

    /**
     * @param taskRoot folder for the unpacked code, empty at first
     * @param marker private file of the environment that says what is there, over restarts of its process
     */
    public FetchedCode(Path taskRoot, Path marker) {
        this.taskRoot = taskRoot;
        this.marker = marker;
    }

    /**
     * Fills the task root unless that was done before.
     *
     * @param path where the gateway has the package
     * @param sha256 its digest, which tells later processes that it is there
     */
    public void get(GatewayAddress gateway, String path, String sha256) throws CodeUnavailable {
        try {
            if (!isThere(sha256)) {
                fetch(gateway, path);
                Files.writeString(marker, sha256);
            }
        } catch (IOException e) {
            throw new CodeUnavailable(e);
        }
    }

    private boolean isThere(String sha256) throws IOException {
        return Files.exists(marker) && Files.readString(marker).equals(sha256);
    }

    /** The package lies beside the task root meanwhile: nothing but the function's own is in that. */
    private void fetch(GatewayAddress gateway, String path) throws IOException {
        Path file = marker.resolveSibling("package");
        try (CodeConnection connection = CodeConnection.open(gateway, path)) {
            Files.copy(connection.await(), file, StandardCopyOption.REPLACE_EXISTING);
            empty(Files.createDirectories(taskRoot));
            CodePackage.unpack(file, taskRoot);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A process that was killed while it unpacked has left something. The folder itself stays: it may be mounted elsewhere. */
    private static void empty(Path folder) throws IOException {
        File[] left = folder.toFile().listFiles();
        for (File file : left == null ? new File[0] : left) {
            if (file.isDirectory() && !Files.isSymbolicLink(file.toPath())) {
                empty(file.toPath());
            }
            Files.delete(file.toPath());
        }
    }
}

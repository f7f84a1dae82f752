package dev.hearth.runtime.code;

import dev.hearth.runtime.connection.CodeConnection;
import dev.hearth.runtime.connection.GatewayAddress;
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
    private static final String PACKAGE = ".hearth-package";

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
     * The task root with the code in it.
     *
     * @param path where the gateway has the package
     * @param sha256 its digest, which tells later processes that it is there
     */
    public Path get(GatewayAddress gateway, String path, String sha256) throws CodeUnavailable {
        try {
            if (!isThere(sha256)) {
                fetch(gateway, path);
                Files.writeString(marker, sha256);
            }
            return taskRoot;
        } catch (IOException e) {
            throw new CodeUnavailable(e);
        }
    }

    private boolean isThere(String sha256) throws IOException {
        return Files.exists(marker) && Files.readString(marker).equals(sha256);
    }

    private void fetch(GatewayAddress gateway, String path) throws IOException {
        Path file = Files.createDirectories(taskRoot).resolve(PACKAGE);
        try (CodeConnection connection = CodeConnection.open(gateway, path)) {
            CodeConnection.Sent sent = connection.await();
            Files.copy(sent.bytes(), file, StandardCopyOption.REPLACE_EXISTING);
            if (sent.isJar()) {
                Path library = Files.createDirectories(taskRoot.resolve("lib"));
                Files.move(file, library.resolve("function.jar"), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Unzip.into(taskRoot, file);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

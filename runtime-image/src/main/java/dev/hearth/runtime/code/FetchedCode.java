package dev.hearth.runtime.code;

import dev.hearth.runtime.connection.CodeConnection;
import dev.hearth.runtime.connection.GatewayAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Code that the gateway has: fetched into the task root by the first process of an environment, verified, unpacked, and
 * found there by the later ones.
 */
public final class FetchedCode {
    private static final String PACKAGE = ".hearth-package";
    private static final int CHUNK = 1 << 16;

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
     * @param sha256 the digest it must have, lower-case hex
     */
    public Path get(GatewayAddress gateway, String path, String sha256) throws IOException {
        if (!isThere(sha256)) {
            fetch(gateway, path, sha256);
            Files.writeString(marker, sha256);
        }
        return taskRoot;
    }

    private boolean isThere(String sha256) throws IOException {
        return Files.exists(marker) && Files.readString(marker).equals(sha256);
    }

    private void fetch(GatewayAddress gateway, String path, String sha256) throws IOException {
        Path file = Files.createDirectories(taskRoot).resolve(PACKAGE);
        try (CodeConnection connection = CodeConnection.open(gateway, path)) {
            CodeConnection.Sent sent = connection.await();
            String received = save(sent.bytes(), file);
            if (!received.equals(sha256)) {
                throw new IOException("the code has SHA-256 " + received + " instead of " + sha256);
            }
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

    private static String save(InputStream bytes, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (DigestInputStream in = new DigestInputStream(bytes, digest);
                OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

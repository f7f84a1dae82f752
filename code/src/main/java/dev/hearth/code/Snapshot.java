package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A private copy of a package, hashed while it was copied. A build may rewrite the original at any moment; what was
 * checked must be what is unpacked, and a mapped zip that shrinks would end the JVM.
 *
 * @param sha256 of the copy
 */
record Snapshot(Path file, String sha256) {
    private static final int ATTEMPTS = 3;

    static Snapshot take(Path original, Path copy) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stamp before = Stamp.of(original);
            String sha256 = copy(original, copy);
            if (before.equals(Stamp.of(original)) && Files.size(copy) == before.size()) {
                return new Snapshot(copy, sha256);
            }
        }
        throw new CodeProblem(Reason.NOT_A_COMPLETE_ZIP, "is not a complete zip: it is being written");
    }

    private static String copy(Path original, Path copy) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = Files.newInputStream(original);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a file, lower-case hex. */
    static String digest(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether a file is there, and has this SHA-256. */
    static boolean isOf(Path file, String sha256) {
        try {
            return Files.isRegularFile(file) && digest(file).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Stamp(long size, FileTime modified) {
        static Stamp of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }
}

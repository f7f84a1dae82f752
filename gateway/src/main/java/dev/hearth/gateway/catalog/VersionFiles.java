package dev.hearth.gateway.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.FunctionVersionSpec;
import dev.hearth.crds.Publication;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The versions of one function on the disk: {@code <number>.json} each, the last number that was given in {@code last}, the
 * manifest that they were published from in {@code manifest}, and in {@code requested} what was asked for by annotation last.
 * Other processes may use the same folder.
 */
record VersionFiles(Path folder) {
    private static final String SUFFIX = ".json";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    // ---- reading ----

    boolean exist() {
        return Files.isDirectory(folder);
    }

    List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[1-9]\\d{0,8}" + SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .toList();
        }
    }

    /** Strictly: what is not known was written by a later release, and means something. */
    FunctionVersionSpec read(int number) throws IOException {
        return new ObjectMapper().readValue(file(number).toFile(), FunctionVersionSpec.class);
    }

    /** Nothing but the digest of its code, whatever else there is. */
    FunctionVersionSpec codeOf(int number) throws IOException {
        FunctionVersionSpec version = new FunctionVersionSpec();
        version.setCodeSha256(new ObjectMapper()
                .readTree(file(number).toFile())
                .path("codeSha256")
                .asText());
        return version;
    }

    Instant published(int number) throws IOException {
        return Files.getLastModifiedTime(file(number)).toInstant();
    }

    /** What was asked for by annotation when something was published last; empty: nothing ever. */
    Optional<String> requested() throws IOException {
        return text("requested");
    }

    /** Notes that they are in use. */
    void touch() throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    }

    /** Whether their manifest is gone, and nothing was published or served since. */
    boolean areAbandoned(Instant since) throws IOException {
        Optional<Path> manifest = text("manifest").map(Path::of);
        return manifest.filter(file -> !Files.exists(file)).isPresent()
                && Files.getLastModifiedTime(folder).toInstant().isBefore(since);
    }

    Path file(int number) {
        return folder.resolve(number + SUFFIX);
    }

    private Optional<String> text(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private int last() throws IOException {
        Optional<String> last = text("last").map(String::strip);
        if (last.filter(text -> !text.matches("\\d{1,9}")).isPresent()) {
            throw new IOException(folder.resolve("last") + " holds no number");
        }
        return last.map(Integer::parseInt).orElse(0);
    }

    // ---- writing ----

    /** Adds a version under a number that was never given, unless another process has just added the same. */
    void add(FunctionVersionSpec version, Path manifest) throws IOException {
        create();
        try (FileChannel lock =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            int newest = numbers().stream().max(Integer::compare).orElse(0);
            if (newest > 0 && isSame(newest, version)) {
                return;
            }
            version.setVersion(Integer.toString(Math.max(last(), newest) + 1));
            write("manifest", manifest.toString().getBytes(StandardCharsets.UTF_8));
            write("last", version.getVersion().getBytes(StandardCharsets.US_ASCII));
            write(version.getVersion() + SUFFIX, new ObjectMapper().writeValueAsBytes(version));
        }
    }

    private boolean isSame(int number, FunctionVersionSpec version) {
        try {
            return Publication.isSame(read(number), version);
        } catch (IOException e) {
            return false; // it cannot be read: whoever lists the versions says so
        }
    }

    void request(String value) throws IOException {
        create();
        write("requested", value.getBytes(StandardCharsets.UTF_8));
    }

    void delete(long number) throws IOException {
        Files.deleteIfExists(folder.resolve(number + SUFFIX));
    }

    void deleteAll() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Nobody else's to read: variables stand in it. */
    private void create() throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** On the disk before it has its name. */
    private void write(String name, byte[] content) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}

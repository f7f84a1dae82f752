package dev.hearth.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own, whose disk can stand still for a while. Only root can make one. */
final class SlowDisk implements AutoCloseable {
    private static final long BYTES = 1L << 30;

    private final Path folder;

    private SlowDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty: it cannot be made here. */
    static Optional<SlowDisk> mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path image = folder.resolveSibling(folder.getFileName() + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        boolean mounted = isRoot()
                && run("mkfs.ext4", "-q", image.toString())
                && run("mount", "-o", "loop", image.toString(), folder.toString());
        return mounted ? Optional.of(new SlowDisk(folder)) : Optional.empty();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Nothing is written for so long: who forces something to it waits. */
    void stall(long millis) throws InterruptedException {
        try {
            run("fsfreeze", "--freeze", folder.toString());
            Thread.sleep(millis);
        } finally {
            run("fsfreeze", "--unfreeze", folder.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException thereIsNoSuchProgram) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "--lazy", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

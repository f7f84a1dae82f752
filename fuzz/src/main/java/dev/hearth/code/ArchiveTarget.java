package dev.hearth.code;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Code packages: refused with the exception that is declared, or unpacked below one folder and within the limits. Bytes
 * that begin as a zip are one; all others are a plan by which one is made, so that the fuzzer gets behind checksums and lengths.
 */
public final class ArchiveTarget implements Target {
    private static final long FREE_BYTES = 32 << 20;
    private static final int RATIO = 200;

    private final TemporaryFolder folder = new TemporaryFolder();

    @Override
    public void check(byte[] input) throws IOException {
        boolean isZip = input.length > 1 && input[0] == 'P' && input[1] == 'K';
        Path zip = Files.write(folder.path().resolve("package.zip"), isZip ? input : PlannedZip.of(new Parts(input)));
        Path cache = Files.createDirectory(folder.path().resolve("cache"));
        try {
            inside(new CodeStore(cache, cache).open(zip).folder(), Files.size(zip));
            Finding.unless(scratch(cache).isEmpty(), "leaves something beside the package");
        } catch (CodeProblem e) {
            Finding.unless(!String.valueOf(e.getMessage()).isBlank(), "is refused without words");
            Finding.unless(TemporaryFolder.files(cache).isEmpty(), "leaves something of what it refuses");
        } finally {
            TemporaryFolder.delete(cache);
        }
        Finding.unlessEqual(TemporaryFolder.files(folder.path()), List.of(zip), "writes outside its folder");
    }

    private static List<Path> scratch(Path cache) throws IOException {
        return TemporaryFolder.files(cache).stream()
                .filter(file -> cache.relativize(file).toString().contains(".incoming-"))
                .toList();
    }

    private static void inside(Path code, long zipped) throws IOException {
        long size = 0;
        for (Path file : TemporaryFolder.files(code)) {
            if (Files.isSymbolicLink(file)) {
                Path target = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
                Finding.unless(target.startsWith(code), "a link that leaves the folder: " + file);
            } else {
                Finding.unless(Files.isRegularFile(file), "is no plain file: " + file);
                size += Files.size(file);
            }
        }
        Finding.unless(size <= Math.max(FREE_BYTES, RATIO * zipped), "unpacks " + zipped + " bytes to " + size);
    }
}

package dev.hearth.code;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import dev.hearth.runtime.handler.FunctionCode;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A package's way from the gateway into an environment: what the gateway takes, the environment can unpack, and nobody is told that a class
 * is missing that the environment's class loader finds, in the folder or in a library.
 */
public final class PackageTarget implements Target {
    private static final List<String> CLASSES = List.of("a.B", "B", "c.D", "x.y.Z");
    private static final long ROOM = 1L << 30;

    private final Path folder = new TemporaryFolder().path();

    @Override
    public void check(byte[] input) throws IOException {
        Path cache = Files.createDirectory(folder.resolve("gateway"));
        Path task = Files.createDirectory(folder.resolve("task"));
        try {
            taken(new PackageStore(cache, ROOM), input).ifPresent(stored -> inAnEnvironment(cache, stored, task));
        } finally {
            TemporaryFolder.delete(cache);
            TemporaryFolder.delete(task);
        }
        Finding.unless(TemporaryFolder.files(folder).isEmpty(), "writes outside its folders");
    }

    private static Optional<StoredPackage> taken(PackageStore store, byte[] input) throws IOException {
        boolean isZip = input.length > 1 && input[0] == 'P' && input[1] == 'K';
        Path incoming = Files.write(store.incoming(), isZip ? input : PlannedZip.of(new Parts(input)));
        try {
            return Optional.of(store.add(incoming, "n"));
        } catch (CodeProblem e) {
            Finding.unless(!String.valueOf(e.getMessage()).isBlank(), "is refused without words");
            return Optional.empty();
        }
    }

    private static void inAnEnvironment(Path cache, StoredPackage stored, Path task) {
        try {
            CodePackage.unpack(stored.file(), task);
            for (String name : CLASSES) {
                Optional<String> missing = PackageClasses.missing(stored, name);
                Finding.unless(missing.isEmpty() || !isFound(task, name), name + " is there: " + missing.orElse(""));
            }
            List<Path> files = TemporaryFolder.files(cache);
            Finding.unlessEqual(files, List.of(stored.file()), "leaves something beside the package");
        } catch (IOException | CodeProblem e) {
            throw new Finding("a package that was taken cannot be used", e);
        }
    }

    private static boolean isFound(Path task, String className) throws IOException {
        ClassLoader loader = FunctionCode.open(task).classLoader();
        try {
            URL found = loader.getResource(className.replace('.', '/') + ".class");
            return found != null && !isFolder(found);
        } finally {
            ((Closeable) loader).close();
        }
    }

    private static boolean isFolder(URL found) {
        return found.getProtocol().equals("file") && Files.isDirectory(Path.of(URI.create(found.toString())));
    }
}

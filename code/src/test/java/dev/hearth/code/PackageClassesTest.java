package dev.hearth.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageClassesTest {
    @TempDir
    private Path folder;

    @Test
    void findsClassesAtTheRoot() {
        StoredPackage stored = stored(TestZip.in(folder, "f.jar")
                .with("example/Outer$Inner.class", "")
                .write());

        assertThat(PackageClasses.mayHave(stored, "example.Outer$Inner")).isTrue();
        assertThat(PackageClasses.mayHave(stored, "example.Outer")).isFalse();
    }

    @Test
    void findsClassesOfTheJdk() {
        StoredPackage stored =
                stored(TestZip.in(folder, "f.jar").with("a.txt", "").write());

        assertThat(PackageClasses.mayHave(stored, "java.util.UUID")).isTrue();
        assertThat(PackageClasses.mayHave(stored, "java.util.Nothing")).isFalse();
    }

    @Test
    void findsClassesInLibraries() throws IOException {
        Path library =
                TestZip.in(folder, "l.jar").with("example/Deep.class", "").write();
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("lib/deep.jar", Files.readAllBytes(library))
                .with("other/wrong.jar", Files.readAllBytes(library))
                .write());

        assertThat(PackageClasses.mayHave(stored, "example.Deep")).isTrue();
        assertThat(PackageClasses.mayHave(stored, "example.Deeper")).isFalse();
    }

    @Test
    void doesNotFindClassesWhereTheRuntimeWouldNotLook() throws IOException {
        Path library =
                TestZip.in(folder, "l.jar").with("example/Deep.class", "").write();
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("other/deep.jar", Files.readAllBytes(library))
                .with("lib/below/deep.jar", Files.readAllBytes(library))
                .write());

        assertThat(PackageClasses.mayHave(stored, "example.Deep")).isFalse();
    }

    @Test
    void takesALibraryThatEndsTooEarlyForOneThatMayHaveIt() throws IOException {
        Path library = TestZip.in(folder, "l.jar")
                .withZeros("example/Other.class", 100_000)
                .write();
        byte[] whole = Files.readAllBytes(library);
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("lib/cut.jar", Arrays.copyOf(whole, whole.length / 3))
                .write());

        assertThat(PackageClasses.mayHave(stored, "example.Deep")).isTrue();
    }

    private static StoredPackage stored(Path file) {
        return new StoredPackage("", file, false, 0);
    }
}

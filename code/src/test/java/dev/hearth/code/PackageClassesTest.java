package dev.hearth.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
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

        assertThat(PackageClasses.missing(stored, "example.Outer$Inner")).isEmpty();
        assertThat(PackageClasses.missing(stored, "example.Outer")).isPresent();
    }

    @Test
    void findsClassesOfTheJdk() {
        StoredPackage stored =
                stored(TestZip.in(folder, "f.jar").with("a.txt", "").write());

        assertThat(PackageClasses.missing(stored, "java.util.UUID")).isEmpty();
        assertThat(PackageClasses.missing(stored, "java.util.Nothing")).isPresent();
    }

    @Test
    void findsClassesInLibraries() throws IOException {
        Path library =
                TestZip.in(folder, "l.jar").with("example/Deep.class", "").write();
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("lib/deep.jar", Files.readAllBytes(library))
                .with("other/wrong.jar", Files.readAllBytes(library))
                .write());

        assertThat(PackageClasses.missing(stored, "example.Deep")).isEmpty();
        assertThat(PackageClasses.missing(stored, "example.Deeper")).isPresent();
    }

    @Test
    void missesNoClassThatOnlyTheRuntimeCanFind() throws IOException {
        byte[] of = Files.readAllBytes(
                TestZip.in(folder, "l.jar").with("pk/P.class", "").write());
        byte[] versioned = Files.readAllBytes(TestZip.in(folder, "v.jar")
                .with("META-INF/versions/21/pk/P.class", "")
                .write());
        byte[] naming = Files.readAllBytes(TestZip.in(folder, "n.jar")
                .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: ../other/l.jar\n\n")
                .write());

        assertThat(missing(zip("a").with("lib/v.jar", versioned).write())).isEmpty();
        assertThat(missing(zip("b").with("lib/n.jar", naming)
                        .with("other/l.jar", of)
                        .write()))
                .isEmpty();
        assertThat(missing(zip("c").with("lib/l.jar/pk/P.class", "").write())).isEmpty();
        assertThat(missing(linked("pk", "src", zip("d").with("src/P.class", ""))))
                .isEmpty();
        assertThat(missing(linked("lib", "libs", zip("e").with("libs/l.jar", of))))
                .isEmpty();
    }

    private TestZip zip(String name) {
        return TestZip.in(folder, name + ".zip");
    }

    private static Path linked(String link, String target, TestZip zip) {
        Path file = zip.with(link, target).write();
        TestZip.setMode(file, link, 0120777);
        return file;
    }

    private static Optional<String> missing(Path zip) {
        return PackageClasses.missing(stored(zip), "pk.P");
    }

    @Test
    void doesNotFindClassesWhereTheRuntimeWouldNotLook() throws IOException {
        Path library =
                TestZip.in(folder, "l.jar").with("example/Deep.class", "").write();
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("other/deep.jar", Files.readAllBytes(library))
                .with("lib/below/deep.jar", Files.readAllBytes(library))
                .write());

        assertThat(PackageClasses.missing(stored, "example.Deep")).isPresent();
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

        assertThat(PackageClasses.missing(stored, "example.Deep")).isEmpty();
    }

    @Test
    void readsOfALibraryOnlyWhatItListsAndNotWhatThatInflatesTo() throws IOException {
        TestZip bomb = TestZip.in(folder, "l.jar").quickly();
        IntStream.range(0, 20).forEach(i -> bomb.withZeros("z" + i, 50 << 20));
        Path library = bomb.write();
        StoredPackage stored = stored(TestZip.in(folder, "f.zip")
                .with("lib/bomb.jar", Files.readAllBytes(library))
                .write());

        long before = cpu();
        assertThat(PackageClasses.missing(stored, "example.Deep")).isPresent();

        assertThat(cpu() - before).isLessThan(Duration.ofMillis(500).toNanos());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("l.jar", "f.zip");
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void findsAClassWhosePathBeginsWithADot() {
        StoredPackage stored =
                stored(TestZip.in(folder, "f.zip").with("./pk/P.class", "").write());

        assertThat(PackageClasses.missing(stored, "pk.P::handle")).isEmpty();
    }

    @Test
    void tellsWhereAClassIsInstead() {
        StoredPackage boot = stored(TestZip.in(folder, "f.jar")
                .with("BOOT-INF/classes/pk/P.class", "")
                .write());
        StoredPackage nested =
                stored(TestZip.in(folder, "g.zip").with("app/pk/P.class", "").write());
        StoredPackage right =
                stored(TestZip.in(folder, "h.zip").with("pk/P.class", "").write());

        assertThat(PackageClasses.missing(boot, "pk.P::h").orElseThrow()).contains("class pk.P", "BOOT-INF/classes/");
        assertThat(PackageClasses.missing(nested, "pk.P").orElseThrow()).contains("below app/");
        assertThat(PackageClasses.missing(right, "pk.P.h").orElseThrow()).contains("write the handler as pk.P::h");
        assertThat(PackageClasses.missing(right, "pk.P#h").orElseThrow()).contains("write the handler as pk.P::h");
        assertThat(PackageClasses.missing(right, "pk/P").orElseThrow()).contains("write the handler as pk.P");
        assertThat(PackageClasses.missing(right, "pk.Q::h").orElseThrow()).contains("correct spec.handler or the code");
    }

    private static StoredPackage stored(Path file) {
        return new StoredPackage("", file, 0);
    }
}

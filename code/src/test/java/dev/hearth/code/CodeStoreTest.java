package dev.hearth.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeStoreTest {
    @TempDir
    Path folder;

    @Test
    void unpacksAClassicLambdaZip() {
        Path zip = TestZip.in(folder, "f.zip")
                .with("a/B.class", "class")
                .with("lib/dep.jar", "jar")
                .write();

        UnpackedCode code = store().open(zip);

        assertThat(code.folder()).isEqualTo(cache().resolve("code").resolve(code.sha256()));
        assertThat(code.folder().resolve("a/B.class")).hasContent("class");
        assertThat(code.folder().resolve("lib/dep.jar")).hasContent("jar");
    }

    @Test
    void keepsAPlainJarAsItIs() throws IOException {
        Path jar = TestZip.in(folder, "f.jar")
                .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n")
                .with("a/B.class", "class")
                .write();

        UnpackedCode code = store().open(jar);

        assertThat(code.folder().resolve("lib/function.jar")).hasSameBinaryContentAs(jar);
        assertThat(filesBelow(code.folder())).hasSize(1);
    }

    @Test
    void unpacksAJarThatHoldsJarsSinceTheyWouldNotBeFoundInside() {
        Path jar = TestZip.in(folder, "f.jar")
                .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
                .with("lib/dep.jar", "jar")
                .write();

        assertThat(store().open(jar).folder().resolve("lib/dep.jar")).hasContent("jar");
    }

    @Test
    void keepsExecutableBits() {
        Path zip = TestZip.in(folder, "f.zip")
                .with("wrapper", "#!/bin/sh")
                .with("plain", "text")
                .write();
        TestZip.setMode(zip, "wrapper", 0100755);

        Path code = store().open(zip).folder();

        assertThat(code.resolve("wrapper")).isExecutable();
        assertThat(Files.isExecutable(code.resolve("plain"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "a/./b", "a//b", ".."})
    void refusesNamesThatLeaveTheFolder(String name) throws IOException {
        Path zip =
                TestZip.in(folder, "f.zip").with("ok", "x").with(name, "evil").write();

        CodeProblem problem = problemOf(zip);

        assertThat(problem.reason()).isIn(Reason.UNSAFE, Reason.NOT_A_COMPLETE_ZIP);
        assertThat(filesBelow(folder)).containsExactly(zip);
    }

    @Test
    void refusesSymbolicLinks() {
        Path zip = TestZip.in(folder, "f.zip").with("link", "/etc/passwd").write();
        TestZip.setMode(zip, "link", 0120777);

        assertThat(problemOf(zip)).hasMessageContaining("'link' is a symbolic link");
    }

    @Test
    void refusesTwoContentsUnderOneName() {
        Path zip = TestZip.in(folder, "f.zip").with("aa", "1").with("bb", "2").write();
        TestZip.rename(zip, "bb", "aa");

        assertThat(problemOf(zip)).hasMessageContaining("occurs twice with different content");
    }

    @Test
    void acceptsTheSameFileTwice() {
        Path zip = TestZip.in(folder, "f.zip").with("aa", "1").with("bb", "1").write();
        TestZip.rename(zip, "bb", "aa");

        assertThat(store().open(zip).folder().resolve("aa")).hasContent("1");
    }

    @Test
    void refusesMoreThanLambdasUnzippedLimitInLambdasWords() {
        Path zip = TestZip.in(folder, "f.zip")
                .with("a", "x".repeat(600))
                .with("b", "x".repeat(600))
                .write();
        var small = new CodeStore(cache(), new PackageLimits(1_000, 10, 1_000));

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small.open(zip)))
                .hasMessage("Unzipped size must be smaller than 1000 bytes");
        assertThat(PackageLimits.LAMBDA.unzippedBytes()).isEqualTo(262_144_000);
    }

    @Test
    void countsWhatComesOutAndNotWhatTheZipSays() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "x".repeat(5_000)).write();
        TestZip.stateSize(zip, "a", 10);
        var small = new CodeStore(cache(), new PackageLimits(1_000, 10, 1_000));

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small.open(zip))
                        .reason())
                .isIn(Reason.TOO_LARGE, Reason.NOT_A_COMPLETE_ZIP);
        assertThat(filesBelow(folder)).containsExactly(zip);
    }

    @Test
    void refusesABomb() {
        Path zip = TestZip.in(folder, "f.zip").withZeros("zeros", 40 << 20).write();

        assertThat(problemOf(zip)).hasMessageContaining("zip bombs");
    }

    @Test
    void refusesTooManyEntries() {
        TestZip zip = TestZip.in(folder, "f.zip");
        IntStream.range(0, 11).forEach(i -> zip.with("e" + i, ""));
        Path file = zip.write();
        var small = new CodeStore(cache(), new PackageLimits(1_000, 10, 1_000));

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small.open(file)))
                .hasMessageContaining("holds 11 entries");
    }

    @Test
    void saysThatAHalfWrittenZipIsNotComplete() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "x".repeat(5_000)).write();
        byte[] whole = Files.readAllBytes(zip);

        for (int length = 0; length < whole.length; length += 7) {
            Files.write(zip, Arrays.copyOf(whole, length));
            assertThat(problemOf(zip).reason()).isEqualTo(Reason.NOT_A_COMPLETE_ZIP);
        }
    }

    @Test
    void namesAMissingFile() {
        assertThat(problemOf(folder.resolve("no.jar")).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void unpacksOnceHoweverManyAskAtOnce() throws Exception {
        TestZip zip = TestZip.in(folder, "f.zip");
        IntStream.range(0, 300).forEach(i -> zip.with("d" + i % 7 + "/e" + i, "content " + i));
        Path file = zip.write();
        Callable<UnpackedCode> open = () -> store().open(file);

        List<Future<UnpackedCode>> opened;
        try (var threads = Executors.newFixedThreadPool(8)) {
            opened = threads.invokeAll(Collections.nCopies(24, open));
        }

        UnpackedCode first = opened.getFirst().get();
        for (Future<UnpackedCode> each : opened) {
            assertThat(each.get()).isEqualTo(first);
        }
        assertThat(filesBelow(first.folder())).hasSize(300);
        assertThat(filesBelow(cache())).hasSize(300);
    }

    @Test
    void givesEachContentOfARewrittenPackageItsOwnFolder() {
        UnpackedCode old =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());

        UnpackedCode fresh =
                store().open(TestZip.in(folder, "f.zip").with("a", "2").write());

        assertThat(old.folder().resolve("a")).hasContent("1");
        assertThat(fresh.folder().resolve("a")).hasContent("2");
    }

    @Test
    void prunesWhatNobodyUsesAndWhatKilledUnpackersLeft() throws IOException {
        Instant now = Instant.now();
        UnpackedCode used =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());
        UnpackedCode unused =
                store().open(TestZip.in(folder, "g.zip").with("a", "2").write());
        Path left = Files.createDirectories(cache().resolve("code/.incoming-dead/content"));
        age(unused.folder(), now.minus(Duration.ofDays(31)));
        age(left.getParent(), now.minus(Duration.ofHours(2)));

        store().prune(Duration.ofDays(30), now, Set.of());

        assertThat(used.folder()).exists();
        assertThat(unused.folder()).doesNotExist();
        assertThat(left.getParent()).doesNotExist();
    }

    private static void age(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    private CodeProblem problemOf(Path file) {
        return catchThrowableOfType(CodeProblem.class, () -> store().open(file));
    }

    private CodeStore store() {
        return new CodeStore(cache());
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}

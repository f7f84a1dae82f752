package dev.hearth.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.code.CodeProblem.Reason;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

        assertThat(code.folder())
                .isEqualTo(cache().resolve("tasks").resolve(code.sha256()).resolve("task"));
        assertThat(code.folder().resolve("a/B.class")).hasContent("class");
        assertThat(code.folder().resolve("lib/dep.jar")).hasContent("jar");
    }

    @Test
    void unpacksAJarAsLambdaDoes() throws IOException {
        Path jar = TestZip.in(folder, "f.jar")
                .with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n")
                .with("META-INF/BC.SF", "signed")
                .with("tpl/a.html", "<p>")
                .write();

        Path code = store().open(jar).folder();

        assertThat(code.resolve("tpl/a.html")).hasContent("<p>");
        assertThat(filesBelow(code)).hasSize(3);
    }

    @Test
    void keepsTheTimesOfEntries() throws IOException {
        Instant built = Instant.parse("2026-01-02T03:04:06Z");
        Path zip = TestZip.in(folder, "f.zip")
                .at(built.plusSeconds(10))
                .with("core__init.class", "newer")
                .at(built)
                .with("core.clj", "older")
                .with("sub/", "")
                .write();

        Path code = store().open(zip).folder();

        assertThat(Files.getLastModifiedTime(code.resolve("core.clj")).toInstant())
                .isEqualTo(built);
        assertThat(Files.getLastModifiedTime(code.resolve("core__init.class")).toInstant())
                .isEqualTo(built.plusSeconds(10));
        assertThat(Files.getLastModifiedTime(code.resolve("sub")).toInstant()).isEqualTo(built);
    }

    @Test
    void takesLocalTimesForUtc() throws IOException {
        Path zip = folder.resolve("f.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("a");
            entry.setTimeLocal(LocalDateTime.of(2026, 2, 28, 23, 59, 58));
            out.putNextEntry(entry);
        }

        assertThat(Files.getLastModifiedTime(store().open(zip).folder().resolve("a"))
                        .toInstant())
                .isEqualTo(Instant.parse("2026-02-28T23:59:58Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a/b", "a/./b", "a//b", "././a/b"})
    void takesPathsThatUnzipToolsTake(String name) {
        Path zip = TestZip.in(folder, "f.zip").with("./", "").with(name, "x").write();

        assertThat(store().open(zip).folder().resolve("a/b")).hasContent("x");
    }

    @Test
    void takesNamesThatAreNotUtf8() {
        Path zip = TestZip.in(folder, "f.zip").with("gr__n.txt", "x").write();
        TestZip.renameBytes(zip, "gr__n.txt", "gr\u00fc\u00dfn.txt".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(store().open(zip).folder().resolve("gr\u00fc\u00dfn.txt")).hasContent("x");
    }

    @Test
    void takesMoreEntriesThanAZipWithoutZip64Holds() throws IOException {
        TestZip zip = TestZip.in(folder, "f.zip").with("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
        IntStream.range(0, 66_000).forEach(i -> zip.with("p" + i % 50 + "/C" + i + ".class", ""));

        Path code = store().open(zip.write()).folder();

        assertThat(filesBelow(code)).hasSize(66_001);
    }

    @Test
    void takesAZipBehindSomethingElse() throws IOException {
        Path zip = TestZip.in(folder, "f.jar").with("a", "x").write();
        byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8);
        byte[] plain = Files.readAllBytes(zip);
        byte[] whole = Arrays.copyOf(script, script.length + plain.length);
        System.arraycopy(plain, 0, whole, script.length, plain.length);
        Files.write(zip, whole);

        assertThat(store().open(zip).folder().resolve("a")).hasContent("x");
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
    @ValueSource(
            strings = {"../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "..", "a/..", "a\0b", "//evil"
            })
    void refusesNamesThatLeaveTheFolder(String name) throws IOException {
        Path zip =
                TestZip.in(folder, "f.zip").with("ok", "x").with(name, "evil").write();

        CodeProblem problem = problemOf(zip);

        assertThat(problem.reason()).isIn(Reason.UNSAFE, Reason.NOT_A_COMPLETE_ZIP);
        assertThat(filesBelow(folder)).containsExactly(zip);
    }

    @Test
    void keepsSymbolicLinksWithinThePackage() throws IOException {
        Path zip = TestZip.in(folder, "f.zip")
                .with("lib/libx.so", "../native/libx.so.1")
                .with("native/libx.so.1", "elf")
                .with("all", "/var/task/native")
                .with("later", "all/libx.so.1")
                .with("nowhere", "not-there")
                .write();
        List.of("lib/libx.so", "all", "later", "nowhere").forEach(link -> TestZip.setMode(zip, link, 0120777));

        Path code = store().open(zip).folder();

        assertThat(code.resolve("lib/libx.so")).isSymbolicLink().hasContent("elf");
        assertThat(Files.readSymbolicLink(code.resolve("all"))).isEqualTo(Path.of("/var/task/native"));
        assertThat(code.resolve("nowhere")).isSymbolicLink();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../x",
                "inner/../../x",
                "up/x",
                "/var/task/../x",
                "/var/taskother",
                "link",
                "a/../link",
                ""
            })
    void refusesSymbolicLinksThatLeadOutOrRound(String target) throws IOException {
        Path zip = TestZip.in(folder, "f.zip")
                .with("link", target)
                .with("up", "deep/../..")
                .with("deep/x", "x")
                .write();
        TestZip.setMode(zip, "link", 0120777);
        if (target.startsWith("up")) {
            TestZip.setMode(zip, "up", 0120777);
        }

        assertThat(problemOf(zip)).hasMessageContaining("is a symbolic link that leads");
        assertThat(filesBelow(folder)).containsExactly(zip);
    }

    @Test
    void refusesLinksThatCostTooMuchToFollow() {
        TestZip zip = TestZip.in(folder, "f.zip");
        IntStream.range(0, 2_000).forEach(i -> zip.with("l" + i, "a/../".repeat(400) + "x"));
        Path file = zip.write();
        TestZip.setModes(file, 0120777);

        assertThat(problemOf(file)).hasMessageContaining("too many symbolic links");
    }

    @Test
    void writesNothingThroughALink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path zip = TestZip.in(folder, "f.zip")
                .with("link", outside.toString())
                .with("link/evil", "x")
                .write();
        TestZip.setMode(zip, "link", 0120777);

        assertThat(problemOf(zip).reason()).isEqualTo(Reason.UNSAFE);
        assertThat(filesBelow(outside)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0020644, 0060644, 0010644, 0140644})
    void refusesDevicesPipesAndSockets(int mode) {
        Path zip = TestZip.in(folder, "f.zip").with("thing", "").write();
        TestZip.setMode(zip, "thing", mode);

        assertThat(problemOf(zip)).hasMessageContaining("is a device, a pipe or a socket");
    }

    @Test
    void refusesAPathThatIsFileAndFolder() {
        Path zip = TestZip.in(folder, "f.zip").with("a", "x").with("a/b", "y").write();

        assertThat(problemOf(zip)).hasMessageContaining("'a' is a file or link and has entries below it");
    }

    @Test
    void saysWhatIsWrongWithBackslashes() {
        Path zip = TestZip.in(folder, "f.zip").with("pk\\P.class", "x").write();

        assertThat(problemOf(zip)).hasMessageContaining("has backslashes");
    }

    @Test
    void refusesNamesThatNoFileCanHave() {
        Path deep = TestZip.in(folder, "f.zip").with("d/".repeat(600) + "x", "").write();
        Path wide = TestZip.in(folder, "g.zip").with("d".repeat(300), "").write();

        assertThat(problemOf(deep).reason()).isEqualTo(Reason.UNSAFE);
        assertThat(problemOf(wide).reason()).isEqualTo(Reason.UNSAFE);
    }

    @Test
    void refusesMoreFoldersThanItAllowsEntries() {
        Path zip = TestZip.in(folder, "f.zip")
                .with("1/2/3/4/5/6/7/8/9/10/11/x", "")
                .write();

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small().open(zip)))
                .hasMessageContaining("more than 10 entries");
    }

    @Test
    void refusesADirectoryThatTakesTooMuchMemory() {
        TestZip zip = TestZip.in(folder, "f.zip");
        IntStream.range(0, 9).forEach(i -> zip.with("e".repeat(200) + i, ""));
        Path file = zip.write();

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small().open(file)))
                .hasMessageContaining("list of entries");
    }

    @Test
    void refusesContentThatIsNotWhatWasZipped() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "content").write();
        TestZip.setCrc(zip, "a", 1);

        assertThat(problemOf(zip).reason()).isEqualTo(Reason.NOT_A_COMPLETE_ZIP);
    }

    @Test
    void takesTheLastOfTwoContentsUnderOneName() {
        Path zip = TestZip.in(folder, "f.zip").with("aa", "1").with("bb", "2").write();
        TestZip.rename(zip, "bb", "aa");

        assertThat(store().open(zip).folder().resolve("aa")).hasContent("2");
    }

    @Test
    void takesTheLastOfTwoSpellingsOfOnePath() {
        Path zip =
                TestZip.in(folder, "f.zip").with("a/b", "1").with("./a/b", "2").write();

        assertThat(store().open(zip).folder().resolve("a/b")).hasContent("2");
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

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small().open(zip)))
                .hasMessage("Unzipped size must be smaller than 1000 bytes");
        assertThat(PackageLimits.LAMBDA.unzippedBytes()).isEqualTo(262_144_000);
    }

    @Test
    void countsWhatComesOutAndNotWhatTheZipSays() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "x".repeat(5_000)).write();
        TestZip.stateSize(zip, "a", 10);

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small().open(zip))
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

        assertThat(catchThrowableOfType(CodeProblem.class, () -> small().open(file)))
                .hasMessageContaining("more than 10 entries");
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
        assertThat(filesBelow(cache().resolve("tasks"))).hasSize(302); // with its seal and its package
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
        Path left = Files.createDirectories(cache().resolve("tasks/.incoming-dead/content"));
        Path earlier = Files.createDirectories(cache().resolve("code/0123"));
        age(unused.folder().getParent(), now.minus(Duration.ofDays(31)));
        age(earlier, now.minus(Duration.ofDays(31)));
        age(left.getParent(), now.minus(Duration.ofHours(2)));

        store().prune(Duration.ofDays(30), now, Set.of());

        assertThat(used.folder()).exists();
        assertThat(unused.folder()).doesNotExist();
        assertThat(earlier).doesNotExist();
        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void unpacksAnewWhatSomebodyHasChanged() throws IOException {
        Path zip = TestZip.in(folder, "f.zip")
                .with("a", "1")
                .with("lib/b.jar", "2")
                .write();
        Path code = store().open(zip).folder();

        Files.writeString(code.resolve("app.log"), "x");
        assertThat(filesBelow(store().open(zip).folder())).hasSize(2);

        Files.delete(code.resolve("lib/b.jar"));
        assertThat(store().open(zip).folder().resolve("lib/b.jar")).hasContent("2");
    }

    // ---- disks that do not tell upper case from lower ----

    private Path unpackedFolded(TestZip zip) throws IOException {
        Path task = Files.createDirectories(folder.resolve("folded"));
        CodePackage.unpack(zip.write(), task, PackageLimits.LAMBDA, true);
        return task;
    }

    /** As most jars of many libraries have them. */
    @Test
    void resourcesWithoutAPlaceOnAFoldingDiskAreFoundByClassLoaders() throws Exception {
        Path code = unpackedFolded(TestZip.in(folder, "f.zip")
                .with("META-INF/LICENSE", "mine")
                .with("META-INF/license/", "")
                .with("META-INF/license/LICENSE.netty.txt", "netty's")
                .with("a.txt", "lower")
                .with("A.txt", "upper")
                .with("Tpl/one", "1")
                .with("tpl/two", "2"));

        assertThat(code.resolve("META-INF/LICENSE")).hasContent("mine");
        assertThat(code.resolve("a.txt")).hasContent("lower");
        assertThat(code.resolve("Tpl/one")).hasContent("1");
        assertThat(code.resolve("tpl/two")).hasContent("2");
        URL[] jar = {code.resolve(CodePackage.DISPLACED).toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, null)) {
            assertThat(loader.getResourceAsStream("META-INF/license/LICENSE.netty.txt"))
                    .hasContent("netty's");
            assertThat(loader.getResourceAsStream("A.txt")).hasContent("upper");
        }
    }

    @Test
    void namesBothClassesThatAreOneFileOnAFoldingDisk() {
        TestZip zip = TestZip.in(folder, "f.zip").with("pk/a.class", "a").with("pk/A.class", "A");

        assertThatThrownBy(() -> unpackedFolded(zip))
                .isInstanceOf(CodeProblem.class)
                .hasMessageContaining("'pk/A.class' and 'pk/a.class'")
                .hasMessageContaining("HEARTH_CACHE");
        assertThat(folder.resolve("folded")).isEmptyDirectory();
        assertThat(store().open(zip.write()).folder().resolve("pk/A.class")).hasContent("A");
    }

    /** {@code P/Q} is for such a disk the link {@code p/q}, from where the way up is shorter. */
    @Test
    void linksLeadNowhereElseOnAFoldingDisk() {
        TestZip zip = TestZip.in(folder, "f.zip").with("p/q", "..").with("evil", "P/Q/../../etc/passwd");
        Path file = zip.write();
        TestZip.setMode(file, "p/q", 0120777);
        TestZip.setMode(file, "evil", 0120777);

        assertThatThrownBy(() -> CodePackage.unpack(
                        file, Files.createDirectories(folder.resolve("folded")), PackageLimits.LAMBDA, true))
                .isInstanceOf(CodeProblem.class)
                .hasMessageContaining("leads out of the package");
    }

    @Test
    void thisDiskIsAskedWhetherItFolds() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(FoldedNames.areIn(empty)).isEqualTo(Files.exists(folder.resolve("EMPTY")));
        assertThat(empty).isEmptyDirectory();
        assertThat(FoldedNames.fold("Gr\u00d6\u00dfE")).isEqualTo(FoldedNames.fold("gro\u0308SSe"));
    }

    /** As a published version is, whose build has long made another package. */
    @Test
    void findsUnderItsDigestWhatSomebodyHasChangedOrDeleted() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "1").write();
        UnpackedCode code = store().open(zip);
        Files.delete(zip);

        Files.writeString(code.folder().resolve("app.log"), "x");
        UnpackedCode anew = store().find(code.sha256()).orElseThrow();
        assertThat(filesBelow(anew.folder())).hasSize(1);

        Files.move(anew.folder().getParent(), folder.resolve("elsewhere"));
        assertThat(store().find(code.sha256()).orElseThrow().folder().resolve("a"))
                .hasContent("1");
    }

    @Test
    void keepsAPackageWhenTheCacheIsEmptied() throws IOException {
        Path zip = TestZip.in(folder, "f.zip").with("a", "1").write();
        UnpackedCode code = store().open(zip);
        store().keep(code.sha256());
        store().keep(code.sha256());
        Files.delete(zip);
        Files.move(cache(), folder.resolve("emptied"));

        assertThat(store().find(code.sha256()).orElseThrow().folder().resolve("a"))
                .hasContent("1");
    }

    /** A release that is rolled back goes on serving versions that were published since. */
    @Test
    void anEarlierReleaseFindsWhatIsKept() throws IOException {
        UnpackedCode code =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());
        store().keep(code.sha256());
        Path there = cache().resolve("code").resolve(code.sha256());

        assertThat(there.resolve("a")).hasContent("1");
        Files.writeString(there.resolve("a"), "changed");
        assertThat(store().find(code.sha256()).orElseThrow().folder().resolve("a"))
                .hasContent("1");
        store().prune(Duration.ofDays(30), Instant.now().plus(Duration.ofDays(31)), Set.of());
        assertThat(Files.isSymbolicLink(there)).isFalse();
    }

    @Test
    void takesNoPackageThatSomebodyHasChanged() throws IOException {
        UnpackedCode code =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());
        Files.writeString(code.folder().resolve("a"), "2");
        TestZip.in(cache().resolve("tasks"), code.sha256() + ".zip")
                .with("a", "2")
                .write();

        assertThat(store().find(code.sha256())).isEmpty();
        assertThatThrownBy(() -> store().keep(code.sha256())).isInstanceOf(IOException.class);
    }

    @Test
    void prunesPackagesThatNoVersionNeeds() throws IOException {
        Instant now = Instant.now();
        UnpackedCode needed =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());
        UnpackedCode unneeded =
                store().open(TestZip.in(folder, "g.zip").with("a", "2").write());
        for (UnpackedCode each : List.of(needed, unneeded)) {
            store().keep(each.sha256());
            age(state().resolve(each.sha256() + ".zip"), now.minus(Duration.ofDays(31)));
            age(cache().resolve("tasks").resolve(each.sha256() + ".zip"), now.minus(Duration.ofDays(31)));
        }
        Path left = Files.createFile(state().resolve(".incoming-dead"));
        age(left, now.minus(Duration.ofHours(2)));

        store().prune(Duration.ofDays(30), now, Set.of(needed.sha256()));

        assertThat(state()).isDirectoryContaining(each -> each.endsWith(needed.sha256() + ".zip"));
        assertThat(filesBelow(state())).hasSize(1);
        assertThat(cache().resolve("tasks").resolve(needed.sha256() + ".zip")).exists();
        assertThat(cache().resolve("tasks").resolve(unneeded.sha256() + ".zip")).doesNotExist();
    }

    @Test
    void findsWhatWasUnpackedBefore() {
        UnpackedCode code =
                store().open(TestZip.in(folder, "f.zip").with("a", "1").write());

        assertThat(store().find(code.sha256())).contains(code);
        assertThat(store().find("0".repeat(64))).isEmpty();
    }

    @Test
    void findsWhatTheVersionBeforeHasUnpacked() throws IOException {
        Path jar = TestZip.in(folder, "f.jar").with("a", "1").write();
        String digest = Snapshot.digest(jar);
        Path library =
                Files.createDirectories(cache().resolve("code").resolve(digest).resolve("lib"));
        Files.move(jar, library.resolve("function.jar"));
        Path zip = Files.createDirectories(cache().resolve("code/0123"));

        assertThat(store().find(digest).orElseThrow().folder().resolve("a")).hasContent("1");
        assertThat(store().find("0123")).contains(new UnpackedCode("0123", zip));
    }

    private Path state() {
        return folder.resolve("state/packages");
    }

    private static void age(Path path, Instant time) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    private CodeProblem problemOf(Path file) {
        return catchThrowableOfType(CodeProblem.class, () -> store().open(file));
    }

    private CodeStore small() {
        return new CodeStore(cache(), state(), new PackageLimits(1_000, 10, 1_000, 1_000));
    }

    private CodeStore store() {
        return new CodeStore(cache(), state());
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

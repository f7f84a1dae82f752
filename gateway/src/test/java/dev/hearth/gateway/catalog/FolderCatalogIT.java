package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.crds.FunctionSpec;
import dev.hearth.gateway.TestZip;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.CatalogChange.Mended;
import dev.hearth.gateway.catalog.CatalogChange.Removed;
import dev.hearth.gateway.catalog.CatalogChange.Served;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests here are one function per line: {@code name package memory [reserved]}, or {@code bad name}. */
class FolderCatalogIT {
    private static final String ACCOUNT = "000000000000";

    @TempDir
    Path folder;

    private final List<FolderCatalog> opened = new ArrayList<>();
    private final List<CatalogChange> changes = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(FolderCatalog::close);
    }

    @Test
    void servesEveryFunctionBelowTheFolderButNotInBuildOutput() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        manifest("deep/er/b.yml", "b ../../f.zip 256");
        manifest("target/classes/copy.yaml", "c f.zip 128");
        manifest("node_modules/x/d.yaml", "d f.zip 128");
        manifest(".hidden/e.yaml", "e f.zip 128");

        FolderCatalog catalog = open();

        assertThat(names(catalog)).containsExactly("a", "b");
        assertThat(catalog.find(ACCOUNT, "b").orElseThrow().memorySizeMb()).isEqualTo(256);
        assertThat(code(catalog.find(ACCOUNT, "a").orElseThrow())).isDirectory();
        assertThat(catalog.find("999999999999", "a")).isEmpty();
    }

    @Test
    void leavesOutWhatGradleAndItsFollowersCopy() throws IOException {
        writeZip("f.zip", "1");
        Files.writeString(folder.resolve("build.gradle.kts"), "");
        manifest("src/main/resources/a.yaml", "a ../../../f.zip 128");
        manifest("build/resources/main/a.yaml", "a ../../../f.zip 129");
        manifest("bin/main/a.yaml", "a ../../f.zip 130");
        manifest("out/production/resources/a.yaml", "a ../../../f.zip 131");
        manifest("other/build/b.yaml", "b ../../f.zip 128");

        FolderCatalog catalog = open();

        assertThat(catalog.broken()).isEmpty();
        assertThat(current(catalog, "a").memorySizeMb()).isEqualTo(128);
        assertThat(names(catalog)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void saysThatADuplicateIsACopy() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        manifest("copy.yaml", "a f.zip 128");

        assertThat(open().broken().getFirst().problems().getFirst().message())
                .contains("NameConflict", "the files are the same: delete the copy");
    }

    @Test
    void readsManifestsOfEverySpelling() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.YAML", "a f.zip 128");
        manifest("b.Yml", "b f.zip 128");
        manifest("c.json", "c f.zip 128");

        assertThat(names(open())).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void tellsCallersWhyAFunctionThatIsDeclaredDoesNotServe() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        manifest("b.yaml", "b target/missing.zip 128");

        FolderCatalog catalog = open();

        assertThat(catalog.obstacle(ACCOUNT, "a")).isEmpty();
        assertThat(catalog.obstacle(ACCOUNT, "nobody")).isEmpty();
        assertThat(catalog.obstacle("999999999999", "b")).isEmpty();
        assertThat(catalog.obstacle(ACCOUNT, "b"))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("./b.yaml:1 spec.code.file: './target/missing.zip' does not exist")
                        .doesNotContain(folder.toString()));
    }

    @Test
    void takesUpANewManifestWithinASecond() throws IOException {
        writeZip("f.zip", "1");
        FolderCatalog catalog = open();

        manifest("new/folder/a.yaml", "a ../../f.zip 128");

        withinASecond().until(() -> catalog.find(ACCOUNT, "a").isPresent());
        assertThat(changes).hasSize(1).first().isInstanceOf(Served.class);
    }

    @Test
    void takesUpAChangedPackageWithinASecond() throws IOException {
        writeZip("target/f.zip", "1");
        manifest("a.yaml", "a target/f.zip 128");
        FolderCatalog catalog = open();
        Revision old = catalog.find(ACCOUNT, "a").orElseThrow();

        writeZip("target/f.zip", "2");

        withinASecond().until(() -> !current(catalog, "a").codeSha256().equals(old.codeSha256()));
        Revision now = current(catalog, "a");
        assertThat(now.id()).isNotEqualTo(old.id());
        withinASecond().until(() -> changes.contains(new Served(now, Optional.of(old))));
        assertThat(code(old).resolve("content")).hasContent("1");
    }

    @Test
    void startsToServeWhenTheMissingPackageIsBuilt() throws IOException {
        manifest("a.yaml", "a target/f.zip 128");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        FolderCatalog catalog = open();
        assertThat(catalog.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.servesOld()).isFalse();
            assertThat(broken.problems().getFirst().field()).isEqualTo("spec.code.file");
            assertThat(broken.problems().getFirst().message())
                    .contains("does not exist; build it with `mvn -f " + folder.toRealPath() + " package`");
        });

        writeZip("target/f.zip", "1");

        withinASecond().until(() -> catalog.find(ACCOUNT, "a").isPresent());
        assertThat(catalog.broken()).isEmpty();
    }

    @Test
    void goesOnServingWhileThePackageIsRewritten() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        FolderCatalog catalog = open();
        Revision old = current(catalog, "a");
        byte[] whole = Files.readAllBytes(folder.resolve("f.zip"));

        Files.write(folder.resolve("f.zip"), Arrays.copyOf(whole, whole.length / 2));

        withinASecond().until(() -> !catalog.broken().isEmpty());
        assertThat(current(catalog, "a")).isEqualTo(old);
        assertThat(catalog.broken().getFirst().servesOld()).isTrue();
        assertThat(catalog.broken().getFirst().problems().getFirst().message()).contains("is not a complete zip");

        Files.write(folder.resolve("f.zip"), whole);
        withinASecond().until(() -> catalog.broken().isEmpty());
        assertThat(current(catalog, "a")).isEqualTo(old);
        withinASecond().until(() -> changes.getLast() instanceof Mended);
    }

    @Test
    void keepsTheOldRevisionWhenAManifestBreaksAndTouchesNoOther() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        manifest("b.yaml", "b f.zip 128");
        FolderCatalog catalog = open();

        manifest("a.yaml", "bad a");
        manifest("b.yaml", "b f.zip 512");

        withinASecond().until(() -> current(catalog, "b").memorySizeMb() == 512);
        assertThat(current(catalog, "a").memorySizeMb()).isEqualTo(128);
        assertThat(catalog.broken())
                .singleElement()
                .extracting(Broken::servesOld)
                .isEqualTo(true);
    }

    @Test
    void keepsAllFunctionsOfAFileThatIsNoYamlAnyMore() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128", "b f.zip 128");
        FolderCatalog catalog = open();

        manifest("a.yaml", "bad");

        withinASecond().until(() -> !catalog.broken().isEmpty());
        assertThat(names(catalog)).containsExactly("a", "b");
    }

    @Test
    void removesAFunctionWithItsManifest() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        FolderCatalog catalog = open();
        Revision old = current(catalog, "a");

        Files.delete(folder.resolve("a.yaml"));

        withinASecond().until(() -> changes.contains(new Removed(old)));
        assertThat(catalog.all()).isEmpty();
    }

    @Test
    void doesNotRemoveAFunctionWhoseManifestIsReplacedStepByStep() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128");
        FolderCatalog catalog = open();

        for (int memory = 129; memory < 140; memory++) {
            Files.delete(folder.resolve("a.yaml"));
            manifest("a.yaml", "a f.zip " + memory);
        }

        withinASecond().until(() -> current(catalog, "a").memorySizeMb() == 139);
        assertThat(changes).noneMatch(Removed.class::isInstance);
    }

    @Test
    void letsTheFirstFileWinANameAndTheOneThatServesKeepIt() throws IOException {
        writeZip("f.zip", "1");
        manifest("m.yaml", "same f.zip 128");
        manifest("z.yaml", "same f.zip 999");
        FolderCatalog catalog = open();
        assertThat(current(catalog, "same").memorySizeMb()).isEqualTo(128);
        assertThat(catalog.broken().getFirst().problems().getFirst().message()).contains("NameConflict");

        manifest("a.yaml", "same f.zip 777");
        withinASecond().until(() -> catalog.broken().size() == 2);
        assertThat(current(catalog, "same").memorySizeMb()).isEqualTo(128);

        Files.delete(folder.resolve("m.yaml"));
        withinASecond().until(() -> current(catalog, "same").memorySizeMb() == 777);
    }

    @Test
    void refusesReservationsThatLeaveLessThanAHundredUnreserved() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128 600");
        manifest("b.yaml", "b f.zip 128 301");
        FolderCatalog catalog = open();

        assertThat(names(catalog)).containsExactly("a");
        assertThat(catalog.broken().getFirst().problems().getFirst().message())
                .contains("below its minimum value of [100]", "at most 300");

        manifest("b.yaml", "b f.zip 128 300");
        withinASecond().until(() -> catalog.find(ACCOUNT, "b").isPresent());
    }

    @Test
    void changesTheCapWithoutANewRevisionId() throws IOException {
        writeZip("f.zip", "1");
        manifest("a.yaml", "a f.zip 128 10");
        FolderCatalog catalog = open();
        Revision old = current(catalog, "a");

        manifest("a.yaml", "a f.zip 128 20");

        withinASecond().until(() -> current(catalog, "a").reservedConcurrency().orElse(0) == 20);
        assertThat(current(catalog, "a").id()).isEqualTo(old.id());
        withinASecond().until(() -> changes.contains(new Served(current(catalog, "a"), Optional.of(old))));
    }

    @Test
    void servesAHundredFunctionsOfOneFile() throws IOException {
        writeZip("f.zip", "1");
        manifest(
                "all.yaml",
                IntStream.range(0, 100).mapToObj(i -> "f" + i + " f.zip 128").toArray(String[]::new));

        assertThat(open().all()).hasSize(100);
    }

    private static ConditionFactory withinASecond() {
        return await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10));
    }

    private FolderCatalog open() {
        var catalog = FolderCatalog.open(
                List.of(folder),
                1_000,
                folder.resolve("target/.cache"),
                folder.resolve("target/.state"),
                FolderCatalogIT::read);
        opened.add(catalog);
        catalog.onChange(changes::add);
        return catalog;
    }

    private static List<String> names(FolderCatalog catalog) {
        return catalog.all().stream()
                .map(revision -> revision.function().name())
                .toList();
    }

    private static Revision current(FolderCatalog catalog, String name) {
        return catalog.find(ACCOUNT, name).orElseThrow();
    }

    private void manifest(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private void writeZip(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(name.hashCode() + ".tmp");
        Files.write(fresh, TestZip.of("content", content));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Declared> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> declared(file, line.split(" ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Declared declared(Path file, String[] words) {
        if (words[0].equals("bad")) {
            var problem = new CatalogProblem(file, 1, "spec", "is bad");
            return new Declared.Bad(file, Arrays.stream(words).skip(1).findFirst(), List.of(problem));
        }
        var configuration = new Configuration(
                new FunctionId("us-east-1", ACCOUNT, "default", words[0]),
                "$LATEST",
                "java25",
                "a.B",
                Integer.parseInt(words[2]),
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Revision.Logging("Text", "", "", "/aws/lambda/" + words[0]),
                Revision.Bounds.reserved(
                        words.length > 3 ? OptionalInt.of(Integer.parseInt(words[3])) : OptionalInt.empty()),
                EventPolicy.DEFAULT);
        return new Declared.Good(
                file,
                1,
                words[0],
                file.resolveSibling(words[1]).normalize(),
                Optional.empty(),
                configuration,
                new FunctionSpec(),
                Optional.empty());
    }

    private static Path code(Revision revision) {
        return ((Home.Machine) revision.home()).code();
    }
}

package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.gateway.TestZip;
import dev.hearth.gateway.catalog.CatalogChange.Broken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions and aliases of a folder's manifests. */
class VersionsIT {
    private static final String ACCOUNT = "000000000000";

    @TempDir
    Path folder;

    private final List<FolderCatalog> opened = new ArrayList<>();

    @BeforeEach
    void code() throws IOException {
        code("one");
    }

    @AfterEach
    void close() {
        opened.forEach(FolderCatalog::close);
    }

    @Test
    void publishesEveryChangeOfCodeOrConfigurationOnce() throws IOException {
        function("publish: true");
        FolderCatalog catalog = open();
        assertThat(versions(catalog)).containsExactly("1");

        function("publish: true", "memorySize: 256");
        soon().until(() -> versions(catalog).equals(List.of("1", "2")));
        code("two");
        soon().until(() -> versions(catalog).equals(List.of("1", "2", "3")));
        function("memorySize: 512", "publish: false");
        soon().until(() -> route(catalog, "$LATEST").memorySizeMb() == 512);

        assertThat(versions(catalog)).containsExactly("1", "2", "3");
        assertThat(route(catalog, "1").memorySizeMb()).isEqualTo(128);
        assertThat(content(route(catalog, "2"))).hasContent("one");
        assertThat(content(route(catalog, "3"))).hasContent("two");
    }

    @Test
    void keepsVersionsOverARestartAndGivesNoNumberTwice() throws IOException {
        function("publish: true");
        open().close();
        try (Stream<Path> files = Files.walk(folder.resolve("target/.cache/versions"))) {
            Files.delete(
                    files.filter(file -> file.endsWith("1.json")).findFirst().orElseThrow());
        }

        FolderCatalog again = open();

        assertThat(versions(again)).containsExactly("2");
        again.close();
        assertThat(versions(open())).containsExactly("2");
    }

    @Test
    void twoProcessesShareAFolderWithoutASecondVersion() throws IOException {
        function("publish: true");

        FolderCatalog one = open();
        FolderCatalog other = open();

        assertThat(versions(one)).containsExactly("1");
        assertThat(versions(other)).containsExactly("1");
    }

    @Test
    void leadsAliasesToNumbersReleasesAndTheNewest() throws IOException {
        function("publish: true", "release: blue");
        alias("by-number", "functionVersion: \"1\"");
        alias("by-release", "release: blue");
        alias("newest", "latestPublished: true");
        FolderCatalog catalog = open();
        assertThat(catalog.broken()).isEmpty();
        assertThat(route(catalog, "newest").version()).isEqualTo("1");

        function("publish: true", "release: green");

        soon().until(() -> route(catalog, "newest").version().equals("2"));
        assertThat(route(catalog, "by-number").version()).isEqualTo("1");
        assertThat(route(catalog, "by-release").version()).isEqualTo("1");
    }

    @Test
    void anAliasThatCannotMoveStaysWhereItWasAndSaysWhy() throws IOException {
        function("publish: true");
        alias("live", "functionVersion: \"1\"");
        FolderCatalog catalog = open();

        alias("live", "functionVersion: \"7\"");

        soon().until(() -> !catalog.broken().isEmpty());
        assertThat(route(catalog, "live").version()).isEqualTo("1");
        assertThat(problem(catalog)).contains("has no such version", "there are 1");
        assertThat(catalog.broken().getFirst().servesOld()).isTrue();
    }

    @Test
    void saysWhatAnAliasLacks() throws IOException {
        function("timeout: 3");
        alias("live", "latestPublished: true");
        FolderCatalog catalog = open();
        assertThat(problem(catalog)).contains("none is published; set spec.publish: true");

        Files.writeString(folder.resolve("live.yaml"), manifest("live", "nothing", "latestPublished: true"));

        soon().until(() -> problem(catalog).contains("names a function that is not served"));
    }

    @Test
    void keepsEnvironmentsInitialisedForTheVersionOfAnAlias() throws IOException {
        function("publish: true");
        alias("live", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 3}");
        FolderCatalog catalog = open();
        assertThat(route(catalog, "live").provisionedConcurrency()).isEqualTo(3);
        assertThat(route(catalog, "$LATEST").provisionedConcurrency()).isZero();

        function("publish: true", "memorySize: 256");
        soon().until(() -> versions(catalog).size() == 2);
        alias("live", "functionVersion: \"2\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 3}");

        soon().until(() -> route(catalog, "live").version().equals("2"));
        assertThat(route(catalog, "2").provisionedConcurrency()).isEqualTo(3);
        assertThat(route(catalog, "1").provisionedConcurrency()).isZero();
    }

    @Test
    void sharesProvisionedConcurrencyByTheWeightsOfTwoVersions() throws IOException {
        function("publish: true");
        FolderCatalog catalog = open();
        function("publish: true", "memorySize: 256");
        soon().until(() -> versions(catalog).size() == 2);

        alias(
                "live",
                "functionVersion: \"1\"",
                "routingConfig: {additionalVersionWeights: {\"2\": 0.3}}",
                "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 10}");

        soon().until(() -> route(catalog, "2").provisionedConcurrency() == 3);
        assertThat(route(catalog, "1").provisionedConcurrency()).isEqualTo(7);
    }

    @Test
    void refusesProvisionedConcurrencyBeyondWhatIsReservedOrUnreserved() throws IOException {
        function("publish: true", "reservedConcurrentExecutions: 5");
        alias("live", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 6}");
        FolderCatalog catalog = open();
        assertThat(problem(catalog))
                .contains("should not be greater than the reservedConcurrentExecution for function");
        assertThat(route(catalog, "live").provisionedConcurrency()).isZero();

        alias("live", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 5}");
        soon().until(() -> route(catalog, "live").provisionedConcurrency() == 5);
        function("publish: true", "reservedConcurrentExecutions: 4");
        soon().until(() ->
                problem(catalog).contains("should not be lower than function's total provisioned concurrency [5]"));
        assertThat(route(catalog, "$LATEST").reservedConcurrency()).hasValue(5);

        function("publish: true");
        alias("live", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 901}");
        soon().until(() -> problem(catalog).contains("below its minimum value of [100]"));
        assertThat(route(catalog, "live").provisionedConcurrency()).isEqualTo(5);
    }

    @Test
    void twoAliasesCannotProvisionOneVersion() throws IOException {
        function("publish: true");
        alias("a", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 2}");
        alias("b", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 4}");

        FolderCatalog catalog = open();

        assertThat(problem(catalog)).contains("on an already Provisioned version");
        assertThat(route(catalog, "b").provisionedConcurrency()).isEqualTo(2);
    }

    @Test
    void publishesOnceForEachValueOfTheAnnotation() throws IOException {
        annotated("one", "memorySize: 128");
        FolderCatalog catalog = open();
        assertThat(versions(catalog)).containsExactly("1");

        annotated("one", "memorySize: 192");
        soon().until(() -> route(catalog, "$LATEST").memorySizeMb() == 192);
        assertThat(versions(catalog)).containsExactly("1");
        annotated("two", "memorySize: 192");
        soon().until(() -> versions(catalog).equals(List.of("1", "2")));
        annotated("three", "memorySize: 192");
        catalog.close();

        assertThat(versions(open())).containsExactly("1", "2");
    }

    @Test
    void keepsOnlyTheVersionsThatTheRetentionNamesAndThoseInUse() throws IOException {
        function("publish: true");
        alias("old", "functionVersion: \"1\"");
        FolderCatalog catalog = open();
        for (int memory = 200; memory < 204; memory++) {
            function("publish: true", "memorySize: " + memory);
            int version = memory - 198;
            soon().until(() -> versions(catalog).contains(Integer.toString(version)));
        }
        assertThat(versions(catalog)).hasSize(5);

        function("publish: true", "memorySize: 203", "versionRetention: {newest: 2}");

        soon().until(() -> versions(catalog).equals(List.of("1", "4", "5")));
        function("publish: true", "memorySize: 204", "versionRetention: {newest: 2}");
        soon().until(() -> versions(catalog).equals(List.of("1", "5", "6")));
    }

    @Test
    void anAliasWhoseDocumentBreaksStaysAndSoDoesItsVersion() throws IOException {
        function("publish: true");
        alias("live", "functionVersion: \"1\"", "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 2}");
        FolderCatalog catalog = open();
        function("publish: true", "memorySize: 256", "versionRetention: {newest: 1}");
        soon().until(() -> versions(catalog).equals(List.of("1", "2")));

        alias("live", "functionVersion: 7");
        soon().until(() -> problem(catalog).contains("functionVersion"));
        function("publish: true", "memorySize: 257", "versionRetention: {newest: 1}");
        soon().until(() -> versions(catalog).contains("3"));
        replace("live.yaml", "apiVersion: lambda.hearth.dev/v1alpha1\nkind: Alias\n  x: [");
        soon().until(() -> !problem(catalog).contains("functionVersion"));
        function("publish: true", "memorySize: 258", "versionRetention: {newest: 1}");
        soon().until(() -> versions(catalog).contains("4"));

        assertThat(route(catalog, "live").version()).isEqualTo("1");
        assertThat(route(catalog, "live").provisionedConcurrency()).isEqualTo(2);
        alias("live", "functionVersion: \"1\"");
        soon().until(() -> versions(catalog).equals(List.of("1", "4")));
    }

    @Test
    void aVersionThatCannotBeReadIsLeftOutAndItsNumberStaysTaken() throws IOException {
        function("publish: true");
        open().close();
        Path version = file("1.json");
        Files.writeString(version, "{\"codeSha256\": 7");

        FolderCatalog catalog = open();

        assertThat(versions(catalog)).containsExactly("2");
        assertThat(route(catalog, "$LATEST").version()).isEqualTo("$LATEST");
        Files.writeString(file("last"), "many");
        function("publish: true", "memorySize: 256");
        soon().until(() -> route(catalog, "$LATEST").memorySizeMb() == 256);
        assertThat(versions(catalog)).containsExactly("2");
        Files.writeString(file("last"), "9\n");
        function("publish: true", "memorySize: 256", "timeout: 5");
        soon().until(() -> versions(catalog).equals(List.of("10", "2")));
    }

    /** It comes back with the upgrade, and its code is there then. */
    @Test
    void aVersionOfALaterReleaseIsLeftAloneWithItsCode() throws IOException {
        function("publish: true", "versionRetention: {newest: 1}");
        open().close();
        Path version = file("1.json");
        String before = Files.readString(version);
        String later = before.replaceFirst("\\{", "{\"format\":1,");
        Files.writeString(version, later);
        code("two");
        FolderCatalog catalog = open();
        soon().until(() -> versions(catalog).equals(List.of("2")));
        code("three");
        soon().until(() -> versions(catalog).contains("3"));
        catalog.close();

        Path cache = folder.resolve("target/.cache");
        FolderCatalog.prune(cache, cache, Duration.ofDays(30), Instant.now().plus(Duration.ofDays(90)));

        assertThat(version).hasContent(later);
        Files.writeString(version, before);
        assertThat(content(route(open(), "1"))).hasContent("one");
    }

    @Test
    void codeThatAVersionNeedsIsKept() throws IOException {
        function("publish: true");
        FolderCatalog catalog = open();
        code("two");
        soon().until(() -> versions(catalog).equals(List.of("1", "2")));
        catalog.close();
        Path cache = folder.resolve("target/.cache");
        Instant later = Instant.now().plus(Duration.ofDays(90));

        FolderCatalog.prune(cache, cache, Duration.ofDays(30), later);
        assertThat(content(route(open(), "1"))).hasContent("one");

        Files.delete(folder.resolve("hello.yaml"));
        FolderCatalog.prune(cache, cache, Duration.ofDays(30), later);
        assertThat(cache.resolve("versions")).isNotEmptyDirectory();
        FolderCatalog.prune(cache, cache, Duration.ofDays(30), later.plus(Duration.ofDays(300)));
        assertThat(cache.resolve("versions")).isEmptyDirectory();
    }

    /** A function of this user may have written there, where mount namespaces cannot be had. */
    @Test
    void aVersionWhoseUnpackedCodeWasChangedIsUnpackedAnew() throws IOException {
        function("publish: true");
        FolderCatalog catalog = open();
        Path unpacked = content(route(catalog, "1"));
        code("two");
        soon().until(() -> versions(catalog).contains("2"));
        catalog.close();
        Files.writeString(unpacked, "changed");

        assertThat(content(route(open(), "1"))).hasContent("one");
    }

    /** It is a cache: anybody may empty it. */
    @Test
    void versionsAreServedWhenTheCacheWasEmptied() throws IOException {
        function("publish: true");
        Path state = folder.resolve("target/.state");
        FolderCatalog catalog = open(state);
        code("two");
        soon().until(() -> versions(catalog).contains("2"));
        catalog.close();
        Files.move(folder.resolve("target/.cache"), folder.resolve("target/emptied"));

        assertThat(content(route(open(state), "1"))).hasContent("one");
    }

    /** Of another user, as with sudo, or on a disk that fails: nobody knows what is needed. */
    @Test
    void nothingIsPrunedWhenTheVersionsCannotBeRead() throws IOException {
        function("publish: true");
        FolderCatalog catalog = open();
        Path unpacked = content(route(catalog, "1"));
        catalog.close();
        Path cache = folder.resolve("target/.cache");
        Path state = folder.resolve("target/.state");
        Files.createDirectories(state);
        Files.writeString(state.resolve("versions"), "no folder");

        FolderCatalog.prune(cache, state, Duration.ofDays(30), Instant.now().plus(Duration.ofDays(900)));

        assertThat(unpacked).exists();
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("target/.cache/versions"))) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    @Test
    void keepsVersionsWhenTheShellsRegionAndAccountChange() throws IOException {
        function("publish: true");
        assertThat(versions(open())).containsExactly("1");

        assertThat(open("eu-central-1", "123456789012").route("123456789012", "hello", "1"))
                .hasValueSatisfying(
                        route -> assertThat(route.revision().function().arn())
                                .isEqualTo("arn:aws:lambda:eu-central-1:123456789012:function:hello"));
    }

    private void annotated(String value, String... spec) throws IOException {
        function(spec);
        Path file = folder.resolve("hello.yaml");
        replace(
                "hello.yaml",
                Files.readString(file)
                        .replace(
                                "metadata: {name: hello}",
                                "metadata: {name: hello, annotations: {lambda.hearth.dev/publish: " + value + "}}"));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
    }

    private FolderCatalog open() {
        return open("us-east-1", ACCOUNT);
    }

    private FolderCatalog open(Path state) {
        return open("us-east-1", ACCOUNT, state);
    }

    private FolderCatalog open(String region, String account) {
        return open(region, account, folder.resolve("target/.cache"));
    }

    private FolderCatalog open(String region, String account, Path state) {
        Path cache = folder.resolve("target/.cache");
        FolderCatalog catalog = FolderCatalog.open(List.of(folder), region, account, 1_000, cache, state);
        opened.add(catalog);
        return catalog;
    }

    private static List<String> versions(FolderCatalog catalog) {
        return catalog.all().stream()
                .map(Revision::version)
                .filter(version -> !version.equals("$LATEST"))
                .sorted()
                .toList();
    }

    private static Revision route(FolderCatalog catalog, String qualifier) {
        return catalog.route(ACCOUNT, "hello", qualifier).orElseThrow().revision();
    }

    private static String problem(FolderCatalog catalog) {
        return catalog.broken().stream()
                .map(Broken::problems)
                .map(Object::toString)
                .reduce("", String::concat);
    }

    private static Path content(Revision revision) {
        return ((Home.Machine) revision.home()).code().resolve("content");
    }

    private void function(String... spec) throws IOException {
        replace("hello.yaml", """
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Function
            metadata: {name: hello}
            spec:
              runtime: java25
              handler: a.B
              code: {file: hello.zip}
            """ + indented(spec));
    }

    private void alias(String name, String... spec) throws IOException {
        replace(name + ".yaml", manifest(name, "hello", spec));
    }

    private static String manifest(String name, String function, String... spec) {
        return """
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Alias
            metadata: {name: %s}
            spec:
              functionName: %s
            """.formatted(name, function) + indented(spec);
    }

    private static String indented(String... lines) {
        return String.join("", Stream.of(lines).map(line -> "  " + line + "\n").toList());
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void code(String content) throws IOException {
        Path fresh = folder.resolve("hello.new");
        Files.write(fresh, TestZip.of("content", content));
        Files.move(fresh, folder.resolve("hello.zip"), StandardCopyOption.REPLACE_EXISTING);
    }
}

package dev.hearth.gateway.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.code.PackageStore;
import dev.hearth.code.StoredPackage;
import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.FunctionCode;
import dev.hearth.crds.HttpCode;
import dev.hearth.crds.MavenCode;
import dev.hearth.crds.SecretReference;
import dev.hearth.gateway.TestZip;
import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSourcesIT {
    private static final String NAMESPACE = "shop";
    private static final Optional<String> UNKNOWN = Optional.empty();
    private static final TransferLimits QUICK =
            new TransferLimits(Duration.ofMinutes(1), Duration.ofSeconds(2), 10_000);
    private static final String METADATA = "/maven/com/example/shop/1.3-SNAPSHOT/maven-metadata.xml";

    @TempDir
    private Path cache;

    private final Map<String, byte[]> configMaps = new HashMap<>();
    private CodeServer server;
    private CodeServer elsewhere;
    private CodeSources sources;

    @BeforeEach
    void start() throws IOException {
        server = new CodeServer();
        elsewhere = new CodeServer();
        sources = new CodeSources(
                new PackageStore(cache, 1 << 30), new Data(), new AddressGuard(List.of(), Set.of(), true), QUICK);
    }

    @AfterEach
    void end() throws IOException {
        sources.close();
        server.close();
        elsewhere.close();
    }

    // ---- who may have what ----

    @Test
    void aDigestAloneGetsNobodyElsesPackage() {
        configMaps.put("payroll/secret", jar("secret"));
        String digest = sources.resolve("payroll", configMap("secret"), UNKNOWN).sha256();

        assertRefused(
                Reason.CodeNotFound, () -> sources.resolve(NAMESPACE, pinned(configMap("mine"), digest), UNKNOWN));

        configMaps.put(NAMESPACE + "/mine", jar("mine"));
        assertRefused(
                Reason.CodeDigestMismatch,
                () -> sources.resolve(NAMESPACE, pinned(configMap("mine"), digest), UNKNOWN));
    }

    @Test
    void aDigestAloneGetsNothingFromBehindCredentials() {
        server.serveTo("Bearer shop", "/f.jar", jar("secret"));
        String digest =
                sources.resolve(NAMESPACE, withSecret(http("/f.jar")), UNKNOWN).sha256();

        assertRefused(Reason.CodeForbidden, () -> sources.resolve("other", pinned(http("/f.jar"), digest), UNKNOWN));
    }

    @Test
    void whatASourceIsKnownToHoldIsNotReadAgain() {
        server.serve("/f.jar", jar("1"));
        StoredPackage first = sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN);

        StoredPackage second = sources.resolve(NAMESPACE, http("/f.jar"), Optional.of(first.sha256()));

        assertThat(second).isEqualTo(first);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void whatIsKnownAndNotHereAnyMoreIsReadAgain() throws IOException {
        server.serve("/f.jar", jar("1"));
        StoredPackage first = sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN);
        Files.delete(first.file());

        StoredPackage second = sources.get(first.sha256(), NAMESPACE, http("/f.jar"));

        assertThat(second).isEqualTo(first);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aPackageThatChangedAtItsSourceIsNotTakenForTheOneThatServes() throws IOException {
        server.serve("/f.jar", jar("1"));
        StoredPackage first = sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN);
        Files.delete(first.file());
        server.serve("/f.jar", jar("2"));

        assertRefused(Reason.CodeDigestMismatch, () -> sources.get(first.sha256(), NAMESPACE, http("/f.jar")));
    }

    @Test
    void whatManyEnvironmentsMissAtOnceIsReadOnce() throws Exception {
        server.serve("/f.jar", jar("1"));
        StoredPackage first = sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN);
        Files.delete(first.file());
        server.hold("/f.jar", jar("1"));

        List<Future<StoredPackage>> asking;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<StoredPackage> get = () -> sources.get(first.sha256(), NAMESPACE, http("/f.jar"));
            asking = Stream.generate(() -> threads.submit(get)).limit(20).toList();
            await().until(() -> server.asked().size() == 2);
            server.letGo();
        }

        for (Future<StoredPackage> each : asking) {
            assertThat(each.get()).isEqualTo(first);
        }
        assertThat(server.asked()).hasSize(2);
    }

    // ---- HTTP ----

    @ParameterizedTest
    @CsvSource({"401,CodeForbidden", "403,CodeForbidden", "404,CodeNotFound", "410,CodeNotFound", "500,CodeUnreachable"
    })
    void saysWhyAServerDoesNotHandItOver(int status, Reason reason) {
        server.answer("/f.jar", status);

        assertRefused(reason, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
    }

    @Test
    void followsRedirectsAndKeepsCredentialsToTheirServer() {
        elsewhere.serve("/g.jar", jar("1"));
        server.redirect("/f.jar", "/moved.jar");
        server.redirect("/moved.jar", elsewhere.at("/g.jar").toString());

        sources.resolve(NAMESPACE, withSecret(http("/f.jar")), UNKNOWN);

        assertThat(server.asked())
                .containsExactly(
                        new CodeServer.Asked("/f.jar", Optional.of("Bearer shop")),
                        new CodeServer.Asked("/moved.jar", Optional.of("Bearer shop")));
        assertThat(elsewhere.asked()).containsExactly(new CodeServer.Asked("/g.jar", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "file:///etc/passwd",
        "http://[",
        "http://user:password@127.0.0.1/"
    })
    void followsNoRedirectToWhereCodeNeverComesFrom(String location) {
        server.redirect("/f.jar", location);

        assertRefused(Reason.CodeSourceRefused, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
    }

    @Test
    void endsARoundOfRedirects() {
        server.redirect("/f.jar", "/f.jar");

        assertRefused(Reason.CodeUnreachable, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
        assertThat(server.asked()).hasSize(6);
    }

    @Test
    void stopsReadingWhatIsLargerThanAPackageMayBe() throws IOException {
        server.serveZeros("/f.jar", 262_144_001);

        assertRefused(Reason.CodeInvalid, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
        assertNothingIsLeft();
    }

    @Test
    void refusesWhatIsNoPackage() throws IOException {
        server.serve("/f.jar", "<html>not a jar</html>".getBytes(StandardCharsets.UTF_8));

        assertRefused(Reason.CodeInvalid, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
        assertNothingIsLeft();
    }

    @Test
    void endsAServerThatDrips() throws IOException {
        server.drip("/f.jar");

        assertThatThrownBy(() -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN))
                .hasMessageContaining("less than 10000");
        assertNothingIsLeft();
    }

    @Test
    void endsAServerWhoseHeadDrips() throws Exception {
        try (HeadThatNeverEnds dripping = new HeadThatNeverEnds("X-Y: z\r\n", 10)) {
            assertThatThrownBy(() -> sources.resolve(NAMESPACE, http(dripping.address()), UNKNOWN))
                    .hasMessageContaining("less than 10000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "X-Y: z\r\n", "x"})
    void endsAHeadThatNeverEnds(String line) throws Exception {
        try (HeadThatNeverEnds pouring = new HeadThatNeverEnds(line, 0)) {
            assertRefused(Reason.CodeUnreachable, () -> sources.resolve(NAMESPACE, http(pouring.address()), UNKNOWN));
        }
    }

    @ParameterizedTest
    @CsvSource({"404,CodeNotFound", "500,CodeUnreachable"})
    void readsNoBodyOfARefusal(int status, Reason reason) {
        server.answerWithoutEnd("/f.jar", status, "/");

        assertRefused(reason, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
    }

    @Test
    void readsNoBodyOfARedirect() {
        server.serve("/g.jar", jar("1"));
        server.answerWithoutEnd("/f.jar", 302, "/g.jar");

        assertThat(sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN).sizeBytes())
                .isPositive();
    }

    @Test
    void readsNoMoreThanAPackageMayBeOfWhatNeverEnds() throws IOException {
        server.answerWithoutEnd("/f.jar", 200, "/");

        assertRefused(Reason.CodeInvalid, () -> sources.resolve(NAMESPACE, http("/f.jar"), UNKNOWN));
        assertNothingIsLeft();
    }

    // ---- Maven ----

    @Test
    void findsAReleaseInAMavenRepository() {
        server.serve("/maven/com/example/shop/1.2/shop-1.2-all.jar", jar("1"));

        assertThat(sources.resolve(NAMESPACE, maven("1.2"), UNKNOWN).sizeBytes())
                .isPositive();
    }

    @Test
    void findsTheNewestSnapshotOfItsClassifier() {
        server.serve("/maven/com/example/shop/1.3-SNAPSHOT/maven-metadata.xml", """
                <metadata><versioning><snapshotVersions>
                  <snapshotVersion><extension>jar</extension><value>1.3-20261001.101010-1</value></snapshotVersion>
                  <snapshotVersion><classifier>all</classifier><extension>jar</extension>
                    <value>1.3-20261001.101010-2</value></snapshotVersion>
                </snapshotVersions></versioning></metadata>
                """.getBytes(StandardCharsets.UTF_8));
        server.serve("/maven/com/example/shop/1.3-SNAPSHOT/shop-1.3-20261001.101010-2-all.jar", jar("2"));

        assertThat(sources.resolve(NAMESPACE, maven("1.3-SNAPSHOT"), UNKNOWN).sizeBytes())
                .isPositive();
    }

    @Test
    void readsNoFilesThatMavenMetadataNames() {
        server.serve(
                "/maven/com/example/shop/1.3-SNAPSHOT/maven-metadata.xml",
                "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><m>&x;</m>".getBytes(StandardCharsets.UTF_8));

        assertRefused(Reason.CodeUnreachable, () -> sources.resolve(NAMESPACE, maven("1.3-SNAPSHOT"), UNKNOWN));
    }

    @Test
    void readsNoMoreOfMavenMetadataThanMavenWrites() throws IOException {
        server.serve(METADATA, ("<m>" + "<a/>".repeat(300_000) + "</m>").getBytes(StandardCharsets.UTF_8));

        assertRefused(Reason.CodeInvalid, () -> sources.resolve(NAMESPACE, maven("1.3-SNAPSHOT"), UNKNOWN));
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE m [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><m>&b;</m>",
                "<!DOCTYPE m SYSTEM 'http://127.0.0.1:1/'><m/>",
                "<m><snapshotVersion><value>&undeclared;</value></snapshotVersion></m>",
                "<m><snapshotVersion><value><value>",
                "<m><snapshotVersion><classifier>all</classifier><extension>jar</extension><value>../ x</value>"
                        + "</snapshotVersion></m>",
                ""
            })
    void takesNothingForMavenMetadataThatMavenNeverWrites(String metadata) {
        server.serve(METADATA, metadata.getBytes(StandardCharsets.UTF_8));

        assertRefused(Reason.CodeUnreachable, () -> sources.resolve(NAMESPACE, maven("1.3-SNAPSHOT"), UNKNOWN));
    }

    // ---- helpers ----

    private interface Reading {
        StoredPackage read();
    }

    private static void assertRefused(Reason reason, Reading reading) {
        assertThatThrownBy(reading::read)
                .isInstanceOfSatisfying(
                        CodeRefusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private void assertNothingIsLeft() throws IOException {
        try (var files = Files.list(cache.resolve("packages"))) {
            assertThat(files).isEmpty();
        }
    }

    private static byte[] jar(String content) {
        return TestZip.of("content", content);
    }

    private static FunctionCode configMap(String name) {
        ConfigMapCode configMap = new ConfigMapCode();
        configMap.setName(name);
        FunctionCode code = new FunctionCode();
        code.setConfigMap(configMap);
        return code;
    }

    private FunctionCode http(String path) {
        return http(server.at(path));
    }

    private static FunctionCode http(URI address) {
        HttpCode http = new HttpCode();
        http.setUrl(address.toString());
        FunctionCode code = new FunctionCode();
        code.setHttp(http);
        return code;
    }

    private FunctionCode maven(String version) {
        MavenCode maven = new MavenCode();
        maven.setRepository(server.at("/maven").toString());
        maven.setGroupId("com.example");
        maven.setArtifactId("shop");
        maven.setVersion(version);
        maven.setClassifier("all");
        FunctionCode code = new FunctionCode();
        code.setMaven(maven);
        return code;
    }

    private static FunctionCode withSecret(FunctionCode code) {
        SecretReference secret = new SecretReference();
        secret.setName("repository");
        code.getHttp().setSecretRef(secret);
        return code;
    }

    private static FunctionCode pinned(FunctionCode code, String sha256) {
        code.setSha256(sha256);
        return code;
    }

    /** ConfigMaps of the map, and one Secret in every namespace, named after it. */
    private final class Data implements ClusterData {
        @Override
        public byte[] configMap(String namespace, String name, Optional<String> key) {
            byte[] found = configMaps.get(namespace + "/" + name);
            if (found == null) {
                throw new CodeRefusal(Reason.CodeNotFound, name + " does not exist");
            }
            return found;
        }

        @Override
        public String authorization(String namespace, String secret) {
            return "Bearer " + namespace;
        }
    }
}

package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.AliasRoutingConfig;
import dev.hearth.crds.AliasSpec;
import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AliasVersionsTest {
    private static final List<FunctionVersion> VERSIONS =
            List.of(version("9", "blue"), version("10", "blue"), version("11", "green"));

    @Test
    void findsTheNewestOfWhatIsNamed() {
        assertThat(of(alias -> alias.setFunctionVersion("9"))).isEqualTo(found("9"));
        assertThat(of(alias -> alias.setFunctionVersion("$LATEST"))).isEqualTo(found("$LATEST"));
        assertThat(of(alias -> alias.setRelease("blue"))).isEqualTo(found("10"));
        assertThat(of(alias -> alias.setLatestPublished(true))).isEqualTo(found("11"));
    }

    @Test
    void findsTheSecond() {
        assertThat(of(shared("9", "10"))).isEqualTo(new AliasVersions.Found("9", Optional.of("10")));
        assertThat(message(of(shared("9", "12")))).contains("has no version 12", "there are 9, 10, 11");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(message(of(alias -> alias.setFunctionVersion("7")))).contains("'hello' has no version 7");
        assertThat(message(of(alias -> alias.setRelease("red")))).contains("no version of release 'red'");
        assertThat(message(AliasVersions.of(alias(alias -> alias.setLatestPublished(true)), List.of())))
                .contains("none is published", "spec.publish: true");
    }

    private static AliasVersions of(Consumer<AliasSpec> change) {
        return AliasVersions.of(alias(change), VERSIONS);
    }

    private static AliasSpec alias(Consumer<AliasSpec> change) {
        AliasSpec alias = new AliasSpec();
        alias.setFunctionName("hello");
        change.accept(alias);
        return alias;
    }

    private static Consumer<AliasSpec> shared(String version, String second) {
        return alias -> {
            AliasRoutingConfig routing = new AliasRoutingConfig();
            routing.setAdditionalVersionWeights(Map.of(second, 0.1));
            alias.setFunctionVersion(version);
            alias.setRoutingConfig(routing);
        };
    }

    private static AliasVersions found(String version) {
        return new AliasVersions.Found(version, Optional.empty());
    }

    private static String message(AliasVersions versions) {
        return ((AliasVersions.Missing) versions).obstacle().message();
    }

    private static FunctionVersion version(String number, String release) {
        FunctionVersionSpec spec = new FunctionVersionSpec();
        spec.setVersion(number);
        spec.setRelease(release);
        FunctionVersion version = new FunctionVersion();
        version.setSpec(spec);
        return version;
    }
}

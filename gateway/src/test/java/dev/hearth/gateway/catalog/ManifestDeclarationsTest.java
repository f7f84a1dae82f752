package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Account;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionSpec;
import dev.hearth.gateway.catalog.manifest.ManifestProblem;
import dev.hearth.gateway.catalog.manifest.ManifestResult;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestDeclarationsTest {
    private static final Path FILE = Path.of("/work/m/f.yaml");

    private final ManifestDeclarations declarations = new ManifestDeclarations("eu-central-1", "123456789012");

    @Test
    void fillsInLambdasDefaults() {
        var good = good(function("hello"));

        Configuration configuration = good.configuration();
        assertThat(good.codeFile()).isEqualTo(Path.of("/work/target/x.jar"));
        assertThat(configuration.function().arn()).isEqualTo("arn:aws:lambda:eu-central-1:123456789012:function:hello");
        assertThat(configuration.memorySizeMb()).isEqualTo(128);
        assertThat(configuration.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(configuration.logging()).isEqualTo(new Revision.Logging("Text", "", "", "/aws/lambda/hello"));
        assertThat(configuration.bounds().reserved()).isEmpty();
    }

    @Test
    void takesTheFunctionsOwnNameAndItsNamespacesAccount() {
        Function function = function("hello");
        function.getMetadata().setNamespace("team-a");
        function.getSpec().setFunctionName("Hello_1");
        function.getSpec().getLoggingConfig().setLogFormat("JSON");

        Configuration configuration = good(function).configuration();

        assertThat(configuration.function())
                .isEqualTo(new FunctionId("eu-central-1", Account.idOf("team-a"), "team-a", "Hello_1"));
        assertThat(configuration.logging())
                .isEqualTo(new Revision.Logging("JSON", "INFO", "INFO", "/aws/lambda/Hello_1"));
    }

    @Test
    void refusesAnAccountIdOnAFunction() {
        Function function = function("hello");
        function.getMetadata().setAnnotations(Map.of("lambda.hearth.dev/account-id", "123456789012"));

        var declared = declarations.declared(new ManifestResult.Valid(function, FILE, 4));

        assertThat(declared)
                .isInstanceOfSatisfying(
                        Declared.Bad.class,
                        bad -> assertThat(bad.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message()).contains("not supported yet")));
    }

    @Test
    void passesProblemsOn() {
        var problem = new ManifestProblem(FILE, 7, "spec.timeout", "901: too long");

        var declared = declarations.declared(new ManifestResult.Invalid(
                FILE,
                1,
                List.of(problem),
                Optional.of("hello"),
                Optional.of(new ManifestResult.Claim("default", "Hello_1"))));

        assertThat(declared)
                .isEqualTo(new Declared.Bad(
                        FILE,
                        Optional.of("hello"),
                        Optional.of(new FunctionKey("123456789012", "Hello_1")),
                        List.of(new CatalogProblem(FILE, 7, "spec.timeout", "901: too long"))));
    }

    private Declared.Good good(Function function) {
        return (Declared.Good) declarations.declared(new ManifestResult.Valid(function, FILE, 1));
    }

    private static Function function(String name) {
        var spec = new FunctionSpec();
        spec.setRuntime("java21");
        spec.setHandler("a.B");
        spec.getCode().setFile("../target/x.jar");
        var function = new Function();
        var metadata = new ObjectMeta();
        metadata.setName(name);
        function.setMetadata(metadata);
        function.setSpec(spec);
        return function;
    }
}

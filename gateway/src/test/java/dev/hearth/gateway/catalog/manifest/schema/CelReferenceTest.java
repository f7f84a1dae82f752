package dev.hearth.gateway.catalog.manifest.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.hearth.crds.RefusedManifests;
import dev.hearth.gateway.catalog.manifest.cel.CelException;
import dev.hearth.gateway.catalog.manifest.cel.CelExpression;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Our CEL against the reference implementation: every rule of every definition, on every manifest of the table. */
class CelReferenceTest {
    private static final Map<String, String> PLURALS =
            Map.of("Function", "functions", "Alias", "aliases", "FunctionVersion", "functionversions");

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration(
                            "findAll",
                            CelOverloadDecl.newMemberOverload(
                                    "find_all",
                                    ListType.create(SimpleType.STRING),
                                    SimpleType.STRING,
                                    SimpleType.STRING)),
                    CelFunctionDecl.newFunctionDeclaration(
                            "sum",
                            CelOverloadDecl.newMemberOverload(
                                    "sum_list", SimpleType.INT, ListType.create(SimpleType.INT))))
            .addVar("self", SimpleType.DYN)
            .build();

    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(
                    CelFunctionBinding.from("find_all", String.class, String.class, CelReferenceTest::findAll),
                    CelFunctionBinding.from("sum_list", List.class, CelReferenceTest::sum))
            .build();

    private final Map<String, CelRuntime.Program> programs = new HashMap<>();
    private int compared;

    @Test
    void agreesOnEveryRuleOfTheDefinitions() {
        List<ObjectNode> manifests = new ArrayList<>();
        PLURALS.keySet().forEach(kind -> manifests.add(RefusedManifests.valid(kind)));
        RefusedManifests.cases().forEach(each -> manifests.add(each.manifest()));
        for (ObjectNode manifest : manifests) {
            String plural = PLURALS.get(manifest.get("kind").asText());
            ResourceDefinition.of(plural).admit(manifest);
            compare(schema(plural), manifest);
        }
        System.out.println(compared + " evaluations compared");
        assertThat(compared).isGreaterThan(1_000);
    }

    private void compare(JsonNode schema, JsonNode value) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            for (String text : List.of("rule", "messageExpression")) {
                String expression = rule.path(text).asText();
                if (!expression.isEmpty() && !expression.contains("oldSelf")) {
                    Map<String, Object> self = Map.of("self", Rules.plain(value));
                    assertThat(ours(expression, self))
                            .as(expression + " on " + value)
                            .isEqualTo(reference(expression, self));
                    compared++;
                }
            }
        }
        value.properties().forEach(field -> {
            JsonNode of = schema.path("properties").path(field.getKey());
            compare(of, field.getValue());
        });
    }

    private static Optional<Object> ours(String expression, Map<String, Object> self) {
        try {
            return Optional.of(CelExpression.of(expression).evaluate(self));
        } catch (CelException e) {
            return Optional.empty();
        }
    }

    private Optional<Object> reference(String expression, Map<String, Object> self) {
        try {
            return Optional.of(
                    programs.computeIfAbsent(expression, this::program).eval(self));
        } catch (CelEvaluationException e) {
            return Optional.empty();
        }
    }

    private CelRuntime.Program program(String expression) {
        try {
            return runtime.createProgram(compiler.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new AssertionError(expression, e);
        }
    }

    private static JsonNode schema(String plural) {
        String path = "/META-INF/fabric8/" + plural + ".lambda.hearth.dev-v1.yml";
        try (InputStream in = ResourceDefinition.class.getResourceAsStream(path)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return YamlFile.parse(text).documents().getFirst().content().at("/spec/versions/0/schema/openAPIV3Schema");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> findAll(String text, String regex) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Object sum(List<?> numbers) {
        return numbers.stream()
                .mapToLong(number -> ((Number) number).longValue())
                .sum();
    }
}

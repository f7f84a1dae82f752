package dev.hearth.gateway.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.crds.Function;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String HEAD = """
            apiVersion: lambda.hearth.dev/v1alpha1
            kind: Function
            metadata:
              name: orders
            spec:
              runtime: java25
              handler: example.Orders
              code:
                file: orders.jar
            """;

    @TempDir
    Path folder;

    private final ManifestReader reader = new ManifestReader();

    @Test
    void appliesEveryDefault() {
        Function function = valid(HEAD);

        assertThat(function.getMetadata().getName()).isEqualTo("orders");
        assertThat(function.getSpec().getMemorySize()).isEqualTo(128);
        assertThat(function.getSpec().getTimeout()).isEqualTo(3);
        assertThat(function.getSpec().getEphemeralStorage().getSize()).isEqualTo(512);
        assertThat(function.getSpec().getEnvironment().getVariables()).isEmpty();
        assertThat(function.getSpec().getLoggingConfig().getLogFormat()).isEqualTo("Text");
        assertThat(function.getSpec().getPackageType()).isEqualTo("Zip");
        assertThat(function.getSpec().getReservedConcurrentExecutions()).isNull();
        assertThat(function.getSpec().getFunctionName()).isNull();
    }

    @Test
    void everyFieldThatIsSetArrivesInTheJavaType() throws IOException {
        String text = HEAD + """
                  functionName: Orders_1
                  description: Takes orders
                  memorySize: 512
                  timeout: 30
                  ephemeralStorage: {size: 1024}
                  environment:
                    variables: {GREETING: Hello, AB: "1"}
                    variablesFrom: {PASSWORD: {secretKeyRef: {name: a, key: b, optional: true}}, URL: {configMapKeyRef: {name: c, key: d, optional: false}}}
                  loggingConfig: {logFormat: JSON, applicationLogLevel: DEBUG, systemLogLevel: WARN, logGroup: /a/b}
                  reservedConcurrentExecutions: 5
                  scaling: {minimum: 1, maximum: 4, keepAlive: 90s}
                  packageType: Zip
                  role: worker
                  vpcConfig: {subnetIds: [10.0.0.0/8], securityGroupIds: [db]}
                  scheduling:
                    nodeSelector: {disk: fast}
                    tolerations: [{key: a, operator: Equal, value: b, effect: NoSchedule}]
                    runtimeClassName: gvisor
                    podLabels: {team: a}
                    podAnnotations: {example.com/cost: "b, c"}
                  publish: true
                  release: blue
                  versionRetention: {newest: 3, age: 720h}
                  runtimeManagement: {updateRuntimeOn: Manual, runtimeImage: "registry/runtime:1"}
                  deadLetterConfig: {targetArn: "arn:aws:sqs:us-east-1:000000000000:a", endpoint: "http://a:1", secretRef: {name: a}}
                  eventInvokeConfig:
                    maximumRetryAttempts: 1
                    maximumEventAgeInSeconds: 60
                    destinationConfig:
                      onSuccess: {destination: "function:audit:live"}
                      onFailure: {destination: "nats://a:4222/b.c", secretRef: {name: b}}
                """;

        JsonNode written = YamlFile.parse(text).documents().getFirst().content().get("spec");
        JsonNode arrived = new ObjectMapper().valueToTree(valid(text).getSpec());

        assertThat(withoutNulls(arrived)).isEqualTo(withoutNulls(written));
        assertThat(settableFields()).containsExactlyInAnyOrderElementsOf(names(written));
    }

    @Test
    void keepsNamespaceLabelsAndAnnotations() {
        Function function = valid(HEAD.replace(
                "  name: orders", "  name: orders\n  namespace: shop\n  labels: {team: a}\n  annotations: {a/b: c d}"));

        assertThat(function.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(function.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
        assertThat(function.getMetadata().getAnnotations()).isEqualTo(Map.of("a/b", "c d"));
    }

    @Test
    void namesFileLineFieldValueRuleAndFix() {
        Path file = write(HEAD + "  timeout: 10\n  memorySize: 64\n");

        ManifestProblem problem = problems(reader.read(file)).getFirst();

        assertThat(problem)
                .hasToString(file + ":11: spec.memorySize: Invalid value: 64: should be greater than or equal to 128;"
                        + " use 128 to 10240");
    }

    @Test
    void reportsEveryProblemInTheOrderOfTheirLines() {
        List<ManifestProblem> problems = invalid(HEAD.replace("java25", "go1.x") + """
                  memorySize: 64
                  timout: 3
                  environment:
                    variables:
                      A: x
                """);

        assertThat(problems).extracting(ManifestProblem::line).containsExactly(6, 10, 11, 13);
        assertThat(problems)
                .extracting(ManifestProblem::field)
                .containsExactly("spec.runtime", "spec.memorySize", "spec.timout", "spec.environment.variables");
    }

    @Test
    void aMissingFieldIsReportedWhereItsParentIs() {
        ManifestProblem problem =
                invalid(HEAD.replace("  runtime: java25\n", "")).getFirst();

        assertThat(problem.field()).isEqualTo("spec.runtime");
        assertThat(problem.line()).isEqualTo(5);
        assertThat(problem.message()).startsWith("Required value; set it: Lambda runtime name");
    }

    @Test
    void readsEveryDocumentOfAFileAndLeavesOthersOut() {
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {anything: [goes]}\n";
        String broken = HEAD.replace("name: orders", "name: broken").replace("java25", "go1.x");

        List<ManifestResult> results = read(String.join("---\n", HEAD, service, "", broken));

        assertThat(results).hasSize(2);
        assertThat(results.get(0)).isInstanceOf(ManifestResult.Valid.class);
        assertThat(results.get(1)).isInstanceOfSatisfying(ManifestResult.Invalid.class, invalid -> {
            assertThat(invalid.name()).contains("broken");
            assertThat(invalid.line()).isEqualTo(17);
        });
    }

    @Test
    void readsTheItemsOfAList() {
        String item = "\n- " + HEAD.strip().replace("\n", "\n  ");

        List<ManifestResult> results = read("apiVersion: v1\nkind: List\nitems:" + item + item.replace("java25", "x"));

        assertThat(results).hasSize(2);
        assertThat(problems(results))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(18));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "- 1\n- 2",
                "just text",
                "a: b",
                "a: [",
                "{{ if .Values.x }}\na: b\n{{ end }}",
                "# see lambda.hearth.dev\nname: {{ .Values.name }}",
                "apiVersion: v1\nkind: ConfigMap\ndata: {a: lambda.hearth.dev/v1alpha1}",
                "apiVersion: lambda.hearth.developers/v1\nkind: Function",
                "apiVersion: apps/v1\nkind: Function\nmetadata: {labels: {lambda.hearth.dev/x: y}}\nx: {{ y }}"
            })
    void saysNothingAboutWhatIsNotOurs(String text) {
        assertThat(read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    lambda.hearth.dev/v1       | Function    | apiVersion | no matches for kind "Function" in version "lambda.hearth.dev/v1"; use lambda.hearth.dev/v1alpha1
                    lambda.hearth.dev          | Function    | apiVersion | use lambda.hearth.dev/v1alpha1
                    lambda.hearth.dev/v1alpha1 | function    | kind       | no matches for kind "function"
                    lambda.hearth.dev/v1alpha1 | Funktion    | kind       | did you mean Function?
                    lambda.hearth.dev/v1alpha1 | Deployment  | kind       | use Function
                    lambda.hearth.dev/v1alpha1 | ~           | kind       | Required value
                    lambda.hearth.dev/v1alpha1 | FunctionVersion    | kind | "FunctionVersion": versions are published, not made
                    lambda.hearth.dev/v1alpha1 | EventSourceMapping | kind | "EventSourceMapping": is not supported yet
                    """)
    void refusesWhatOneMachineDoesNotServe(String apiVersion, String kind, String field, String says) {
        ManifestProblem problem = invalid(
                        HEAD.replace("lambda.hearth.dev/v1alpha1", apiVersion).replace("Function", kind))
                .getFirst();

        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.message()).contains(says);
    }

    @Test
    void refusesAFieldThatIsThereTwice() {
        ManifestProblem problem =
                invalid(HEAD + "  timeout: 3\n  timeout: 30\n").getFirst();

        assertThat(problem.field()).isEqualTo("spec.timeout");
        assertThat(problem.line()).isEqualTo(11);
        assertThat(problem.message()).isEqualTo("is there twice, first in line 10; remove one");
    }

    @Test
    void reportsTheLineOfASyntaxErrorAndKeepsTheDocumentsBefore() {
        List<ManifestResult> results = read(HEAD + "---\n" + HEAD + "  memorySize: [1\n");

        assertThat(results).hasSize(2);
        assertThat(results.get(1)).isInstanceOfSatisfying(ManifestResult.Invalid.class, invalid -> {
            assertThat(invalid.name()).isEmpty();
            assertThat(invalid.line()).isBetween(20, 21);
            assertThat(invalid.problems().getFirst().message()).startsWith("is no YAML: ");
        });
    }

    @Test
    void recognisesATemplateOfOurs() {
        ManifestProblem problem = invalid(HEAD.replace("name: orders", "name: {{ .Values.name }}"))
                .getFirst();

        assertThat(problem.message()).contains("template", "rendered first");
    }

    @Test
    void refusesTabsAndControlCharactersWithTheirLine() {
        assertThat(invalid(HEAD + "\ttimeout: 3\n").getFirst().line()).isEqualTo(10);
        assertThat(invalid(HEAD + "  description: \u0007\n").getFirst().line()).isEqualTo(10);
    }

    @Test
    void readsAByteOrderMarkAndWindowsLines() {
        assertThat(valid("\uFEFF" + HEAD.replace("\n", "\r\n")).getMetadata().getName())
                .isEqualTo("orders");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, (HEAD + "  description: für\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problems(reader.read(file)).getFirst().message()).contains("UTF-8");
    }

    @Test
    void aHugeFileIsRefusedOnlyIfItIsOurs() {
        String padding = ("# " + "x".repeat(1_000) + "\n").repeat(9_000);

        assertThat(read(padding)).isEmpty();
        assertThat(invalid(HEAD + padding).getFirst().message()).contains("larger than");
    }

    @Test
    void anAliasBombIsRefusedQuickly() {
        var bomb = new StringBuilder("x0: &x0 [a, b, c, d, e, f, g, h, i, j]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*x" + (i - 1);
            bomb.append("x%d: &x%d [%s]\n".formatted(i, i, String.join(", ", List.of(before, before, before, before))));
        }

        assertThat(invalid(bomb + HEAD))
                .anySatisfy(problem -> assertThat(problem.message()).contains("too large"));
    }

    /** In a child process of half a gigabyte the first of these ended the gateway. */
    @ParameterizedTest
    @ValueSource(strings = {"  - 1\n", "  - {}\n", "  a%d: 1\n", "---\na\n"})
    void aFileOfVeryManyValuesIsRefusedBeforeTheyTakeMemory(String value) {
        var text = new StringBuilder(HEAD).append(value.startsWith("-") ? "" : "  layers:\n");
        for (int i = 0; i < 310_000; i++) {
            text.append(value.formatted(i));
        }

        assertThat(invalid(text.toString()))
                .anySatisfy(problem -> assertThat(problem.message()).contains("more than 300000 values; split it"));
    }

    @Test
    void aDocumentOfManyValuesIsStillKnownByItsName() {
        String text = "tags: [" + "1,".repeat(60_000) + "1]\n" + HEAD;

        assertThat(read(text)).singleElement().isInstanceOfSatisfying(ManifestResult.Invalid.class, invalid -> {
            assertThat(invalid.name()).contains("orders");
            assertThat(invalid.problems())
                    .anySatisfy(problem -> assertThat(problem.message()).contains("is too large"));
        });
    }

    @Test
    @Timeout(20)
    void aNumberOfVeryManyDigitsIsNone() {
        ManifestProblem problem = invalid(HEAD + "  timeout: !!int " + "9".repeat(2_000_000) + "\n")
                .getFirst();

        assertThat(problem.message()).startsWith("'999").endsWith("write it in quotes, without a tag");
    }

    @Test
    void aValueOfMegabytesIsNotPrinted() {
        assertThat(invalid(HEAD.replace("name: orders", "name: " + "X".repeat(2_000_000))))
                .extracting(ManifestProblem::message)
                .allSatisfy(message -> assertThat(message).hasSizeLessThan(5_000))
                .anySatisfy(message -> assertThat(message).contains("XXX … XXX"));
    }

    @Test
    void manyProblemsAreToldInFewLines() {
        var text = new StringBuilder(HEAD);
        for (int i = 0; i < 5_000; i++) {
            text.append("  ").append("x".repeat(300)).append(i).append(": 1\n");
        }

        List<ManifestProblem> problems = invalid(text.toString());

        assertThat(problems).hasSize(21);
        assertThat(problems.getLast().message()).contains("has more problems");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&a [*a]", "&a {b: *a}", "&a {<<: *a}"})
    void anAnchorThatHoldsItselfIsRefused(String value) {
        assertThat(invalid(HEAD + "  tags: " + value + "\n")).isNotEmpty();
    }

    @Test
    void resolvesAliasesAndMergeKeys() {
        Function function = valid("""
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata:
                  name: &name orders
                spec:
                  runtime: java25
                  handler: example.Orders
                  code: {file: orders.jar}
                  description: *name
                  loggingConfig: {<<: {logFormat: Text, logGroup: /a}, logFormat: JSON}
                """);

        assertThat(function.getSpec().getDescription()).isEqualTo("orders");
        assertThat(function.getSpec().getLoggingConfig().getLogFormat()).isEqualTo("JSON");
        assertThat(function.getSpec().getLoggingConfig().getLogGroup()).isEqualTo("/a");
    }

    @Test
    void takesNumbersAsKubectlDoes() {
        assertThat(valid(HEAD + "  memorySize: 0x100\n").getSpec().getMemorySize())
                .isEqualTo(256);
        assertThat(valid(HEAD + "  memorySize: 1_024\n").getSpec().getMemorySize())
                .isEqualTo(1024);
        assertThat(valid(HEAD + "  timeout: 3.0\n").getSpec().getTimeout()).isEqualTo(3);
        assertThat(valid(HEAD + "  timeout: 0o17\n").getSpec().getTimeout()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "0x1F",
                "1e3",
                "yes",
                "No",
                "on",
                "Y",
                "012",
                "0o17",
                "0b11",
                "1_000",
                "+5",
                "-0",
                ".5",
                "5.",
                "08",
                "12345678901234567890",
                "1234567890123456789012345678901234567890",
                "1.0",
                "100000000000000000000.0"
            })
    void theHintForAnUnquotedValueKeepsItAsItIsWritten(String value) {
        ManifestProblem problem = invalid(HEAD + "  environment:\n    variables: {VER: " + value + "}\n")
                .getFirst();

        assertThat(problem.field()).isEqualTo("spec.environment.variables.VER");
        assertThat(problem.message()).endsWith("; write it in quotes: \"" + value + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-30", "12:30:00", "1.2.3", "0x", "1.10-rc1", "yess"})
    void whatYamlTakesForATextNeedsNoQuotes(String value) {
        Function function = valid(HEAD + "  environment:\n    variables: {VER: " + value + "}\n");

        assertThat(function.getSpec().getEnvironment().getVariables()).isEqualTo(Map.of("VER", value));
    }

    @Test
    void theHintForAQuotedNumberIsThatNumber() {
        assertThat(invalid(HEAD + "  memorySize: \"0512\"\n").getFirst().message())
                .endsWith("; write it without quotes: 512");
    }

    @ParameterizedTest
    @CsvSource({"N, false", "Yes, true", "on, true", "1.10, 1.1", "010, 8", "~, null"})
    void aNameThatKubectlWouldSendOtherwiseIsRefused(String name, String sent) {
        ManifestProblem problem = invalid(HEAD + "  environment:\n    variables: {" + name + ": \"x\"}\n")
                .getFirst();

        assertThat(problem.message())
                .isEqualTo("is the name '" + sent + "' as YAML reads it; write it in quotes: \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void readsWhatAByteOrderMarkTells(String charset) throws IOException {
        Path file = Files.write(folder.resolve("bom.yaml"), ("\uFEFF" + HEAD).getBytes(Charset.forName(charset)));

        assertThat(reader.read(file)).singleElement().isInstanceOf(ManifestResult.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-32LE", "UTF-32BE"})
    void saysAWordAboutAnEncodingThatItDoesNotRead(String charset) throws IOException {
        Path file = Files.write(folder.resolve("wide.yaml"), HEAD.getBytes(Charset.forName(charset)));

        assertThat(problems(reader.read(file)).getFirst().message()).contains("save it as UTF-8");
    }

    @Test
    void readsJsonWithLinesAndTabs() throws IOException {
        String json = """
                {
                \t"apiVersion": "lambda.hearth.dev/v1alpha1", "kind": "Function",
                \t"metadata": {"name":"orders"},
                \t"spec": {"runtime": "java25", "handler": "example.Orders", "description": "a \\u00fc \\ud83d\\ude00 \\/ \\\\/ \\t b",
                \t\t"code": {"file": "orders.jar"},
                \t\t"timeout":%s
                \t}
                }
                """;
        Path good = Files.writeString(folder.resolve("good.JSON"), json.formatted("3"));
        Path bad = Files.writeString(folder.resolve("bad.json"), json.formatted("0"));

        assertThat(reader.read(good))
                .singleElement()
                .isInstanceOfSatisfying(
                        ManifestResult.Valid.class,
                        valid -> assertThat(valid.function().getSpec().getDescription())
                                .isEqualTo("a ü \uD83D\uDE00 / \\/ \t b"));
        assertThat(problems(reader.read(bad)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(6));
    }

    @Test
    void knowsWhichFunctionAWrongDocumentMeans() {
        assertThat(claim(HEAD + "  timeout: x\n")).contains(new ManifestResult.Claim("default", "orders"));
        assertThat(claim(HEAD.replace("name: orders", "name: orders\n  namespace: shop")
                        + "  functionName: Or_ders\n  timeout: x\n"))
                .contains(new ManifestResult.Claim("shop", "Or_ders"));
        assertThat(claim(HEAD.replace("kind: Function", "kind: Alias"))).isEmpty();
    }

    private Optional<ManifestResult.Claim> claim(String text) {
        return ((ManifestResult.Invalid) read(text).getFirst()).claim();
    }

    @Test
    void aFileThatIsGoneHoldsNothing() {
        assertThat(reader.read(folder.resolve("gone.yaml"))).isEmpty();
    }

    @Test
    void dropsStatusAndWhatAnApiServerAdded() {
        valid(HEAD.replace(
                        "  name: orders", "  name: orders\n  uid: x\n  generation: 3\n  managedFields: [{manager: k}]")
                + "status: {observedGeneration: 1, conditions: []}\n");
    }

    @Test
    void theManifestsOfThisRepositoryAreValid() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("..", "examples"), 3, (file, attributes) -> file.endsWith("function.yaml"))) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(reader.read(file))
                            .isNotEmpty()
                            .allMatch(ManifestResult.Valid.class::isInstance));
        }
        for (String document : List.of("README.md", "docs/manifest.md")) {
            Matcher example = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("..", document)));
            assertThat(example.find()).isTrue();
            valid(example.group(1));
        }
    }

    private static JsonNode withoutNulls(JsonNode node) throws IOException {
        removeNulls(node);
        return new ObjectMapper().readTree(node.toString());
    }

    private static void removeNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(ManifestReaderTest::removeNulls);
    }

    /** Fields of the definition that no rule refuses. */
    private static List<String> settableFields() {
        try {
            String text = Files.readString(Path.of("..", "helm/hearth/files/crds/functions.lambda.hearth.dev-v1.yml"));
            JsonNode spec = YamlFile.parse(text)
                    .documents()
                    .getFirst()
                    .content()
                    .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
            return spec.properties().stream()
                    .filter(field -> !field.getValue()
                            .at("/x-kubernetes-validations/0/rule")
                            .asText()
                            .equals("false"))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private Function valid(String text) {
        List<ManifestResult> results = read(text);
        assertThat(problems(results)).isEmpty();
        return ((ManifestResult.Valid) results.getFirst()).function();
    }

    private List<ManifestProblem> invalid(String text) {
        List<ManifestProblem> problems = problems(read(text));
        assertThat(problems).isNotEmpty();
        return problems;
    }

    private static List<ManifestProblem> problems(List<ManifestResult> results) {
        return results.stream()
                .filter(ManifestResult.Invalid.class::isInstance)
                .flatMap(result -> ((ManifestResult.Invalid) result).problems().stream())
                .toList();
    }

    private List<ManifestResult> read(String text) {
        return reader.read(write(text));
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("f.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

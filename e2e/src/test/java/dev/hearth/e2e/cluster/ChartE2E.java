package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the chart renders and what it refuses, without a cluster. */
@ResourceLock("machine")
class ChartE2E {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NAMESPACE = "hearth-system";

    @BeforeAll
    static void needsHelm() {
        Assumptions.assumeTrue(
                Tools.obstacle().isEmpty(),
                () -> "The chart is not rendered: " + Tools.obstacle().orElse(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    gateway.replicas=2                   | /gateway/replicas            | must be 1
                    operator.replicas=0                  | /operator/replicas           | minimum: got 0, want 1
                    tls.certificates=self                | /tls/certificates            | 'operator', 'cert-manager', 'none'
                    gateway.keepAlive=ten                | /gateway/keepAlive           | 'ten' does not match
                    functions.cpuRequestPercent=0        | /functions/cpuRequestPercent | minimum: got 0, want 1
                    gatway.replicas=1                    | additional properties        | 'gatway' not allowed
                    gateway.resource.cpu=1               | additional properties        | 'resource' not allowed
                    policies.replicaSetControllers={}    | /policies/replicaSetControllers | '' does not match
                    policies.replicaSetControllers={a b} | /policies/replicaSetControllers | 'a b' does not match
                    functions.podLabels.team=a b         | /functions/podLabels/team    | 'a b' does not match
                    functions.podLabels.hearth\\.dev/a=b | hearth.dev/a                 | invalid propertyName
                    apiPriority.shares=0                 | /apiPriority/shares          | minimum: got 0, want 1
                    tls.certificates=none                | tls.certificates is 'none'   | set tls.insecurePlainHttp: true
                    tls.certificates=cert-manager        | cert-manager                 | tls.certManager.issuer
                    """)
    void refusesWrongValues(String value, String field, String rule) {
        Shell.Result result = helm("--set", value);

        assertThat(result.status()).isNotZero();
        assertThat(result.output()).contains(field, rule);
    }

    @Test
    void rendersWhatEveryInstallationHas() {
        Set<String> objects = names(render());

        assertThat(objects)
                .contains(
                        "Deployment hearth-gateway",
                        "Deployment hearth-operator",
                        "PodDisruptionBudget hearth-gateway",
                        "PodDisruptionBudget hearth-operator",
                        "CustomResourceDefinition functions.lambda.hearth.dev",
                        "ClusterRole hearth-invoker",
                        "ClusterRole hearth-event-operator")
                .noneMatch(name -> name.startsWith("PodMonitor") || name.startsWith("PrometheusRule"))
                .noneMatch(name -> name.startsWith("Certificate"))
                .noneMatch(name -> name.startsWith("Secret"));
    }

    @Test
    void rendersWhatIsAskedFor() {
        assertThat(names(render("tls.certificates=cert-manager,tls.certManager.issuer=ours")))
                .contains("Certificate hearth-gateway");
        assertThat(names(render("monitoring.podMonitor=true,monitoring.prometheusRule=true,monitoring.dashboard=true")))
                .anyMatch(name -> name.startsWith("PodMonitor"))
                .anyMatch(name -> name.startsWith("PrometheusRule"))
                .contains("ConfigMap hearth-dashboard");
        assertThat(names(render("networkPolicies.enabled=false"))).noneMatch(name -> name.startsWith("NetworkPolicy"));
        assertThat(containers(render("images.registry=registry.example.com/hearth,images.tag=9.9")))
                .extracting(container -> container.get("image").asText())
                .containsExactlyInAnyOrder(
                        "registry.example.com/hearth/hearth-gateway:9.9",
                        "registry.example.com/hearth/hearth-operator:9.9");
    }

    @Test
    void hearthsRequestsHaveAPriorityLevelOfTheirOwn() {
        List<JsonNode> objects = render("apiPriority.shares=7");

        assertThat(named(objects, "FlowSchema hearth"))
                .contains("\"name\":\"hearth-operator\"", "\"name\":\"hearth-gateway\"")
                .contains("\"namespace\":\"hearth-system\"");
        assertThat(named(objects, "PriorityLevelConfiguration hearth")).contains("\"nominalConcurrencyShares\":7");
        assertThat(names(render("apiPriority.create=false")))
                .noneMatch(name -> name.startsWith("FlowSchema") || name.startsWith("PriorityLevelConfiguration"));
    }

    @Test
    void environmentsAreMadeByTheControllersThatTheValuesName() {
        List<JsonNode> policies = render("policies.replicaSetControllers={one},policies.deploymentControllers={other}");

        assertThat(named(policies, "ValidatingAdmissionPolicy hearth-environments"))
                .contains("username in [\\\"one\\\"]");
        assertThat(named(policies, "ValidatingAdmissionPolicy hearth-revisions"))
                .contains("username in [\\\"other\\\"]")
                .doesNotContain("kube-controller-manager");
    }

    @Test
    void theOperatorIsToldOfLabelsThatAllPodsHave() {
        assertThat(named(
                        render("functions.podLabels.team=a,functions.podAnnotations.example\\.com/b=c"),
                        "Deployment hearth-operator"))
                .contains("{\\\"team\\\":\\\"a\\\"}", "{\\\"example.com/b\\\":\\\"c\\\"}");
    }

    @Test
    void everyPodIsRestrictedAndBounded() {
        for (JsonNode container : containers(render())) {
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.has("readinessProbe")).isTrue();
            assertThat(container.has("livenessProbe")).isTrue();
        }
    }

    @Test
    void nobodyMayDoEverything() {
        for (JsonNode rule : rules(render())) {
            assertThat(rule.toString()).doesNotContain("\"*\"");
        }
    }

    @Test
    void noClusterRoleReadsSecrets() {
        List<JsonNode> clusterRoles = render().stream()
                .filter(object -> object.get("kind").asText().equals("ClusterRole"))
                .toList();

        assertThat(rules(clusterRoles))
                .noneMatch(rule -> rule.at("/resources").toString().contains("\"secrets\""));
    }

    @Test
    void theGatewayReadsSecretsOnlyWhereAccessKeysAre() {
        assertThat(render())
                .filteredOn(object -> object.at("/metadata/name").asText().equals("hearth-gateway"))
                .filteredOn(object -> object.at("/rules").toString().contains("\"secrets\""))
                .extracting(object -> object.at("/metadata/namespace").asText())
                .containsExactly("hearth-system-access-keys");
        assertThat(names(render())).contains("Namespace hearth-system-access-keys");
        assertThat(names(render("access.keysNamespace=keys"))).noneMatch(name -> name.startsWith("Namespace"));
    }

    @Test
    void metricsAreForNamespacesThatScrape() {
        List<JsonNode> open = render().stream()
                .filter(object -> object.get("kind").asText().equals("NetworkPolicy"))
                .flatMap(object -> object.at("/spec/ingress").valueStream())
                .filter(rule -> !rule.has("from"))
                .toList();

        assertThat(open)
                .as("what everybody reaches")
                .extracting(rule -> rule.at("/ports").toString())
                .containsExactly("[{\"port\":\"invoke\"}]");
    }

    /** In the templates: a comment stands above a role, or above the first of its rules that belong together. */
    @Test
    void everyRuleHasAReason() throws IOException {
        for (String template : List.of("operator-rbac.yaml", "gateway-rbac.yaml")) {
            String text = Files.readString(Tools.ROOT.resolve("helm/hearth/templates/" + template));
            assertThat(text.split("\\n---\\n"))
                    .as(template)
                    .allMatch(role ->
                            !role.contains("\nrules:\n") || role.startsWith("#") || role.contains("\nrules:\n  #"));
        }
    }

    // ---- what helm renders ----

    private static Shell.Result helm(String... more) {
        List<String> command = new ArrayList<>(List.of(
                Tools.folder().resolve("helm").toString(),
                "template",
                "hearth",
                "helm/hearth",
                "--namespace",
                NAMESPACE,
                "--kube-version",
                "1.36.0"));
        command.addAll(List.of(more));
        return new Shell(Tools.ROOT, Map.of()).tried("", PATIENCE, command.toArray(String[]::new));
    }

    private static List<JsonNode> render(String... values) {
        String[] options = values.length == 0 ? values : new String[] {"--set", String.join(",", values)};
        Shell.Result result = helm(options);
        assertThat(result.status()).as(result.output()).isZero();
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(yaml.loadAll(result.output()).spliterator(), false)
                .filter(document -> document != null)
                .map(document -> (JsonNode) JSON.valueToTree(document))
                .toList();
    }

    private static Set<String> names(List<JsonNode> objects) {
        return objects.stream()
                .map(object -> object.get("kind").asText() + " "
                        + object.at("/metadata/name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String named(List<JsonNode> objects, String name) {
        return objects.stream()
                .filter(object -> names(List.of(object)).contains(name))
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static List<JsonNode> containers(List<JsonNode> objects) {
        return objects.stream()
                .flatMap(object -> object.at("/spec/template/spec/containers").valueStream())
                .toList();
    }

    private static List<JsonNode> rules(List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.get("kind").asText().endsWith("Role"))
                .flatMap(object -> object.at("/rules").valueStream())
                .toList();
    }
}

package dev.hearth.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.operator.certificates.AuthorityFile;
import dev.hearth.operator.desired.PodMetadata;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the operator is run, from {@code HEARTH_*} variables that the chart sets.
 *
 * @param podName this replica's
 * @param namespace the installation's own
 * @param gatewayUrl the gateway's operator port, {@code https://host:9002}
 * @param gatewayEnvironments where pods find the gateway, {@code host:9001}
 * @param runtimeImage image of the environments
 * @param pullPolicy when nodes pull it
 * @param pullSecrets names of Secrets that pods pull it with, in each namespace that has functions
 * @param cpuRequestPercent how much of the processor time that Lambda gives for memorySize is reserved for pods, 1 to 100
 * @param deploymentsPerSecond how many new Deployments are made at most, 1 to 1,000: Kubernetes scales from the same queue
 * @param accountConcurrency of a namespace that has no limit of its own
 * @param region in ARNs
 * @param tls whether pods and the operator speak TLS with the gateway
 * @param ownAuthority whether the operator makes the gateway's certificate; else somebody else makes the Secret
 * @param gatewayNames names and addresses in that certificate
 * @param caFile what vouches for the gateway when somebody else makes its certificate
 * @param tokenFile the operator's token for the gateway
 * @param pods labels and annotations of the pods of all functions
 */
public record OperatorSettings(
        String podName,
        String namespace,
        URI gatewayUrl,
        String gatewayEnvironments,
        String runtimeImage,
        String pullPolicy,
        List<String> pullSecrets,
        int cpuRequestPercent,
        int deploymentsPerSecond,
        int accountConcurrency,
        String region,
        boolean tls,
        boolean ownAuthority,
        List<String> gatewayNames,
        Optional<Path> caFile,
        Path tokenFile,
        PodMetadata pods) {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,6}");
    private static final Pattern HOST_PORT = Pattern.compile("[^/\\s:]+:\\d{1,5}");

    public OperatorSettings {
        gatewayNames = List.copyOf(gatewayNames);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** @throws SettingProblem when a variable is missing or wrong */
    public static OperatorSettings of(Map<String, String> environment) {
        Reader variables = new Reader(environment);
        boolean tls = variables.oneOf("HEARTH_TLS", "on", "off").equals("on");
        boolean own = variables.oneOf("HEARTH_CERTIFICATES", "self", "external").equals("self");
        Optional<Path> caFile = variables.optional("HEARTH_GATEWAY_CA_FILE").map(Path::of);
        if (tls && !own && caFile.isEmpty()) {
            throw new SettingProblem(
                    "HEARTH_GATEWAY_CA_FILE is not set; with HEARTH_CERTIFICATES=external name the file that vouches for the gateway");
        }
        if (tls && !own) {
            caFile.ifPresent(OperatorSettings::check);
        }
        return new OperatorSettings(
                variables.required("HEARTH_POD_NAME", "the name of this replica"),
                variables.required("HEARTH_NAMESPACE", "the namespace that Hearth is installed in"),
                url(
                        variables.required("HEARTH_GATEWAY_URL", "e.g. https://hearth-gateway.hearth-system.svc:9002"),
                        tls),
                hostAndPort(variables.required(
                        "HEARTH_GATEWAY_ENVIRONMENTS", "e.g. hearth-gateway.hearth-system.svc:9001")),
                variables.required("HEARTH_RUNTIME_IMAGE", "the image that functions run in"),
                variables.oneOf("HEARTH_RUNTIME_PULL_POLICY", "IfNotPresent", "Always", "Never"),
                variables.list("HEARTH_RUNTIME_PULL_SECRETS"),
                variables.number("HEARTH_CPU_REQUEST_PERCENT", 100, 100),
                variables.number("HEARTH_DEPLOYMENTS_PER_SECOND", 5, 1_000),
                variables.number("HEARTH_ACCOUNT_CONCURRENCY", 1_000, 1_000_000),
                variables.optional("HEARTH_REGION").orElse("us-east-1"),
                tls,
                own,
                variables.list("HEARTH_GATEWAY_NAMES"),
                caFile,
                Path.of(variables.optional("HEARTH_GATEWAY_TOKEN_FILE").orElse("/var/run/hearth/token")),
                new PodMetadata(variables.map("HEARTH_POD_LABELS"), variables.map("HEARTH_POD_ANNOTATIONS")));
    }

    private static void check(Path caFile) {
        try {
            AuthorityFile.read(caFile);
        } catch (IllegalArgumentException e) {
            throw new SettingProblem("HEARTH_GATEWAY_CA_FILE: " + e.getMessage());
        }
    }

    private static URI url(String value, boolean tls) {
        String scheme = tls ? "https" : "http";
        if (!value.startsWith(scheme + "://")) {
            throw new SettingProblem("HEARTH_GATEWAY_URL is '" + value + "'; with HEARTH_TLS=" + (tls ? "on" : "off")
                    + " it must begin with " + scheme + "://");
        }
        return URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }

    private static String hostAndPort(String value) {
        if (!HOST_PORT.matcher(value).matches()) {
            throw new SettingProblem("HEARTH_GATEWAY_ENVIRONMENTS is '" + value + "'; give host:port");
        }
        return value;
    }

    private record Reader(Map<String, String> environment) {
        Optional<String> optional(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        String required(String name, String what) {
            return optional(name).orElseThrow(() -> new SettingProblem(name + " is not set; give " + what));
        }

        int number(String name, int missing, int most) {
            String value = optional(name).orElseGet(() -> Integer.toString(missing));
            if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > most) {
                throw new SettingProblem(name + " is '" + value + "'; give a whole number from 1 to " + most);
            }
            return Integer.parseInt(value);
        }

        /** Separated by commas. */
        List<String> list(String name) {
            return List.of(optional(name).orElse("").split(",")).stream()
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toList();
        }

        /** A JSON object of texts. */
        Map<String, String> map(String name) {
            String value = optional(name).orElse("{}");
            try {
                return new ObjectMapper().readValue(value, new TypeReference<Map<String, String>>() {});
            } catch (JsonProcessingException e) {
                throw new SettingProblem(
                        name + " is '" + value + "'; give a JSON object of texts, e.g. {\"team\":\"a\"}");
            }
        }

        /** The first is the default. */
        String oneOf(String name, String... values) {
            String value = optional(name).orElse(values[0]);
            if (!List.of(values).contains(value)) {
                throw new SettingProblem(name + " is '" + value + "'; give " + String.join(" or ", values));
            }
            return value;
        }
    }
}

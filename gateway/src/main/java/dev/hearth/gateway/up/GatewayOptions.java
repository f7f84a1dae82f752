package dev.hearth.gateway.up;

import dev.hearth.crds.Account;
import dev.hearth.gateway.ClusterSettings;
import dev.hearth.gateway.queue.jetstream.JetStreamSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of {@code hearth gateway}. Each has an environment variable, by which the chart sets it; the option wins. */
final class GatewayOptions {
    private static final String ACCOUNT_PATTERN = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?";
    private static final long MIB = 1 << 20;

    @Option(
            names = "--invoke-port",
            defaultValue = "${env:HEARTH_INVOKE_PORT:-9000}",
            converter = OptionValues.Port.class,
            description = "Port of the Invoke API. Default 9000. HEARTH_INVOKE_PORT")
    private int invokePort;

    @Option(
            names = "--environment-port",
            defaultValue = "${env:HEARTH_ENVIRONMENT_PORT:-9001}",
            converter = OptionValues.Port.class,
            description = "Port that environments connect to. Default 9001. HEARTH_ENVIRONMENT_PORT")
    private int environmentPort;

    @Option(
            names = "--operator-port",
            defaultValue = "${env:HEARTH_OPERATOR_PORT:-9002}",
            converter = OptionValues.Port.class,
            description = "Port that the operator asks. Default 9002. HEARTH_OPERATOR_PORT")
    private int operatorPort;

    @Option(
            names = "--metrics-port",
            defaultValue = "${env:HEARTH_METRICS_PORT:-9003}",
            converter = OptionValues.Port.class,
            description = "Port of /metrics, /healthz and /readyz, without TLS. Default 9003. HEARTH_METRICS_PORT")
    private int metricsPort;

    @Option(
            names = "--tls-folder",
            paramLabel = "DIR",
            defaultValue = "${env:HEARTH_TLS_FOLDER:-}",
            description = "Folder with tls.crt and tls.key (PEM); changed files are taken up. HEARTH_TLS_FOLDER")
    private String tlsFolder = "";

    @Option(
            names = "--plain-http",
            defaultValue = "${env:HEARTH_PLAIN_HTTP:-false}",
            description =
                    "Serve without TLS: events, results and tokens can be read on the way. HEARTH_PLAIN_HTTP=true")
    private boolean plainHttp;

    @Option(
            names = "--open",
            defaultValue = "${env:HEARTH_OPEN:-false}",
            description = "Let everyone who reaches the port invoke every function. HEARTH_OPEN=true")
    private boolean open;

    @Option(
            names = "--region",
            defaultValue = "${env:HEARTH_REGION:-us-east-1}",
            description = "The installation's region, in ARNs. Default us-east-1. HEARTH_REGION")
    private String region = "";

    @Option(
            names = "--default-namespace",
            defaultValue = "${env:HEARTH_DEFAULT_NAMESPACE:-default}",
            description = "Whose functions bare names mean, for callers that have no namespace themselves."
                    + " Default default. HEARTH_DEFAULT_NAMESPACE")
    private String defaultNamespace = "";

    @Option(
            names = "--access-keys-namespace",
            defaultValue = "${env:HEARTH_ACCESS_KEYS_NAMESPACE:-hearth-system-access-keys}",
            description = "Whose Secrets are the keys of callers who sign as AWS does."
                    + " Default hearth-system-access-keys. HEARTH_ACCESS_KEYS_NAMESPACE")
    private String accessKeysNamespace = "";

    @Option(
            names = "--account-concurrency",
            paramLabel = "<n>",
            defaultValue = "${env:HEARTH_ACCOUNT_CONCURRENCY:-1000}",
            converter = OptionValues.Concurrency.class,
            description = "Invocations of one account (namespace) at the same time; more are throttled."
                    + " A namespace can have its own by annotation " + Account.CONCURRENT_EXECUTIONS + "."
                    + " Default 1000. HEARTH_ACCOUNT_CONCURRENCY")
    private int accountConcurrency;

    @Option(
            names = "--total-concurrency",
            paramLabel = "<n>",
            defaultValue = "${env:HEARTH_TOTAL_CONCURRENCY:-10000}",
            converter = OptionValues.Concurrency.class,
            description = "Invocations of all accounts at the same time; more are throttled."
                    + " Default 10000. HEARTH_TOTAL_CONCURRENCY")
    private int totalConcurrency;

    @Option(
            names = "--keep-alive",
            paramLabel = "<duration>",
            defaultValue = "${env:HEARTH_KEEP_ALIVE:-10m}",
            converter = OptionValues.Span.class,
            description = "How long an idle environment stays warm: 90s, 10m, 1h. Default 10m. HEARTH_KEEP_ALIVE")
    private Duration keepAlive = Duration.ZERO;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "${env:HEARTH_CACHE:-/var/hearth}",
            description = "Folder for code packages. Default /var/hearth. HEARTH_CACHE")
    private String cache = "";

    @Option(
            names = "--code-cache-size",
            paramLabel = "<MiB>",
            defaultValue = "${env:HEARTH_CODE_CACHE_SIZE:-2048}",
            description = "How much code is kept, in MiB. Default 2048. HEARTH_CODE_CACHE_SIZE")
    private int cacheMib;

    @Option(
            names = "--code-hosts",
            paramLabel = "HOST",
            split = ",",
            defaultValue = "${env:HEARTH_CODE_HOSTS:-}",
            description = "Hosts that code may be read from, e.g. repo.example.com,*.example.org."
                    + " Default all but this machine, metadata services and the API server. HEARTH_CODE_HOSTS")
    private List<String> codeHosts = List.of();

    @Option(
            names = "--service-account",
            paramLabel = "<namespace>/<name>",
            defaultValue = "${env:HEARTH_SERVICE_ACCOUNT:-hearth-system/hearth-gateway}",
            description = "The gateway's own service account, for messages. HEARTH_SERVICE_ACCOUNT")
    private String serviceAccount = "";

    @Option(
            names = "--operator-service-account",
            paramLabel = "<namespace>/<name>",
            defaultValue = "${env:HEARTH_OPERATOR_SERVICE_ACCOUNT:-hearth-system/hearth-operator}",
            description = "Who may use the operator's port. HEARTH_OPERATOR_SERVICE_ACCOUNT")
    private String operatorServiceAccount = "";

    @Option(
            names = "--nats-url",
            paramLabel = "<url>",
            defaultValue = "${env:HEARTH_NATS_URL:-}",
            description = "Server of NATS JetStream that keeps the events of asynchronous invocations, e.g."
                    + " nats://nats.nats:4222; without it they are refused. HEARTH_NATS_URL")
    private String natsUrl = "";

    @Option(
            names = "--nats-credentials",
            paramLabel = "DIR",
            defaultValue = "${env:HEARTH_NATS_CREDENTIALS:-}",
            description = "Folder with token, or username and password, for it. HEARTH_NATS_CREDENTIALS")
    private String natsCredentials = "";

    @Option(
            names = "--nats-stream",
            defaultValue = "${env:HEARTH_NATS_STREAM:-HEARTH_EVENTS}",
            description =
                    "What the names of its four streams begin with, made if there are none. Default HEARTH_EVENTS."
                            + " HEARTH_NATS_STREAM")
    private String natsStream = "";

    @Option(
            names = "--nats-replicas",
            paramLabel = "1|3|5",
            defaultValue = "${env:HEARTH_NATS_REPLICAS:-1}",
            description = "Servers that keep each event. Default 1. HEARTH_NATS_REPLICAS")
    private int natsReplicas;

    @Option(
            names = "--event-queue-size",
            paramLabel = "<size>",
            defaultValue = "${env:HEARTH_EVENT_QUEUE_SIZE:-8Gi}",
            converter = OptionValues.Size.class,
            description = "What the streams may hold; when it is used up, no more events are accepted."
                    + " Default 8Gi. HEARTH_EVENT_QUEUE_SIZE")
    private long eventQueueSize;

    @Option(
            names = "--event-retry-wait",
            hidden = true,
            defaultValue = "${env:HEARTH_EVENT_RETRY_WAIT:-1m}",
            converter = OptionValues.Span.class)
    private Duration eventRetryWait = Duration.ZERO;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "${env:HEARTH_LOG_FORMAT:-json}",
            converter = OptionValues.LogFormat.class,
            description = "Lines for people or for log collectors. Default json. HEARTH_LOG_FORMAT")
    private String logFormat = "";

    String logFormat() {
        return logFormat;
    }

    /** @throws UpFailure with the option, its value and the fix */
    ClusterSettings settings() {
        return new ClusterSettings(
                invokePort,
                environmentPort,
                operatorPort,
                metricsPort,
                tls(),
                open,
                region,
                defaultNamespace,
                accessKeysNamespace,
                accountConcurrency,
                totalConcurrency,
                keepAlive,
                Path.of(cache),
                cacheMib * MIB,
                codeHosts.stream().filter(host -> !host.isBlank()).toList(),
                account("--service-account", serviceAccount),
                account("--operator-service-account", operatorServiceAccount),
                events(),
                eventRetryWait);
    }

    private Optional<JetStreamSettings> events() {
        if (natsUrl.isEmpty()) {
            return Optional.empty();
        }
        if (!natsUrl.matches("(nats|tls)://[^\\s/]+")) {
            throw new UpFailure("--nats-url is '" + natsUrl + "'; give nats://<host>:<port>, or tls:// for TLS");
        }
        if (!natsStream.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new UpFailure("--nats-stream is '" + natsStream + "'; give letters, digits, - and _, at most 64");
        }
        if (!Set.of(1, 3, 5).contains(natsReplicas)) {
            throw new UpFailure("--nats-replicas is " + natsReplicas + "; give 1, 3 or 5");
        }
        return Optional.of(new JetStreamSettings(
                URI.create(natsUrl),
                Optional.of(natsCredentials).filter(name -> !name.isEmpty()).map(Path::of),
                natsStream,
                natsReplicas,
                eventQueueSize));
    }

    private Optional<Path> tls() {
        if (plainHttp == !tlsFolder.isEmpty()) {
            throw new UpFailure(
                    plainHttp
                            ? "--plain-http and --tls-folder exclude each other; leave one out."
                            : "Name the folder of certificate and key with --tls-folder, or say --plain-http.");
        }
        Optional<Path> folder =
                Optional.of(tlsFolder).filter(name -> !name.isEmpty()).map(Path::of);
        folder.filter(each -> !Files.isRegularFile(each.resolve("tls.crt"))).ifPresent(each -> {
            throw new UpFailure("--tls-folder " + each + " holds no tls.crt; the operator or cert-manager makes it.");
        });
        return folder;
    }

    private static String account(String option, String value) {
        if (!value.matches(ACCOUNT_PATTERN)) {
            throw new UpFailure(
                    option + " is '" + value + "'; give <namespace>/<name>, e.g. hearth-system/hearth-gateway");
        }
        return value;
    }
}

package dev.hearth.gateway.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code hearth up}. Each has an environment variable; the option wins. */
final class UpOptions {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description =
                    "Folders with Function manifests (*.yaml, *.json), searched to any depth; default: the current"
                            + " folder.")
    private List<Path> folders = List.of();

    @Option(
            names = "--port",
            defaultValue = "${env:HEARTH_PORT:-9000}",
            converter = OptionValues.Port.class,
            description = "Port of the Invoke API; 0 takes a free one. Default 9000. HEARTH_PORT")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "${env:HEARTH_HOST:-127.0.0.1}",
            description = "Address to listen on. One that others can reach needs --token or --open."
                    + " Default 127.0.0.1. HEARTH_HOST")
    private String host = "";

    @Option(
            names = "--region",
            description =
                    "In ARNs, and AWS_REGION of functions. Default HEARTH_REGION, AWS_REGION, AWS_DEFAULT_REGION, the"
                            + " first that is set, else us-east-1")
    private String region = "";

    @Option(
            names = "--account-id",
            paramLabel = "<12 digits>",
            description = "The account in ARNs: of functions that name no namespace. Default HEARTH_ACCOUNT_ID or"
                    + " AWS_ACCOUNT_ID, else 000000000000")
    private String accountId = "";

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "${env:HEARTH_LOG_FORMAT:-text}",
            converter = OptionValues.LogFormat.class,
            description = "Lines for people or for log collectors. Default text. HEARTH_LOG_FORMAT")
    private String logFormat = "";

    @Option(
            names = "--account-concurrency",
            paramLabel = "<n>",
            defaultValue = "${env:HEARTH_ACCOUNT_CONCURRENCY:-1000}",
            converter = OptionValues.Concurrency.class,
            description = "Invocations of one account (namespace) at the same time; more are throttled."
                    + " Default 1000. HEARTH_ACCOUNT_CONCURRENCY")
    private int accountConcurrency;

    @Option(
            names = "--keep-alive",
            paramLabel = "<duration>",
            defaultValue = "${env:HEARTH_KEEP_ALIVE:-10m}",
            converter = OptionValues.Span.class,
            description = "How long an idle environment stays warm: 90s, 10m, 1h. Default 10m. HEARTH_KEEP_ALIVE")
    private Duration keepAlive = Duration.ZERO;

    @Option(
            names = "--event-queue-size",
            paramLabel = "<size>",
            defaultValue = "${env:HEARTH_EVENT_QUEUE_SIZE:-1Gi}",
            converter = OptionValues.Size.class,
            description =
                    "Disk space for events of asynchronous invocations that are not done with; when it is used up,"
                            + " no more are accepted. 256Mi or more. Default 1Gi. HEARTH_EVENT_QUEUE_SIZE")
    private long eventQueueSize;

    @Option(
            names = "--secrets",
            paramLabel = "<folder>",
            defaultValue = "${env:HEARTH_SECRETS:-}",
            description =
                    "What secretRef of a destination names: a folder for each Secret, in it a file for each entry, as a"
                            + " pod has them mounted. Default ~/.config/hearth/secrets. HEARTH_SECRETS")
    private String secrets = "";

    @Option(
            names = "--token",
            defaultValue = "${env:HEARTH_TOKEN:-}",
            description = "Callers must send it as 'Authorization: Bearer <token>'; 16 characters or more."
                    + " HEARTH_TOKEN, which other users of this machine cannot see in its process list")
    private String token = "";

    @Option(
            names = "--open",
            defaultValue = "${env:HEARTH_OPEN:-false}",
            description = "Let everyone who reaches --host invoke, without a token. HEARTH_OPEN=true")
    private boolean open;

    @Option(names = "--runtime-home", hidden = true, defaultValue = "${env:HEARTH_RUNTIME_HOME:-}")
    private String runtimeHome = "";

    @Option(names = "--cache", hidden = true, defaultValue = "${env:HEARTH_CACHE:-}")
    private String cache = "";

    @Option(names = "--state", hidden = true, defaultValue = "${env:HEARTH_STATE:-}")
    private String state = "";

    @Option(names = "--event-retry-wait", hidden = true, defaultValue = "1m", converter = OptionValues.Span.class)
    private Duration eventRetryWait = Duration.ZERO;

    List<Path> folders() {
        return folders.isEmpty() ? List.of(Path.of(".")) : folders;
    }

    int port() {
        return port;
    }

    String host() {
        return host;
    }

    /** @throws UpFailure a value is no region or no account */
    ShellIdentity identity(Map<String, String> environment) {
        return ShellIdentity.of(region, accountId, environment);
    }

    String logFormat() {
        return logFormat;
    }

    int accountConcurrency() {
        return accountConcurrency;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    /** In bytes. */
    long eventQueueSize() {
        return eventQueueSize;
    }

    /** For tests: Lambda's, and everybody's, is a minute. */
    Duration eventRetryWait() {
        return eventRetryWait;
    }

    Optional<String> token() {
        return Optional.of(token).filter(value -> !value.isBlank());
    }

    boolean open() {
        return open;
    }

    /** Where the launcher and the runtime's jars are; {@code ./hearth} says so. */
    Path runtimeHome() {
        if (runtimeHome.isEmpty()) {
            throw new UpFailure("HEARTH_RUNTIME_HOME is not set: it names the folder with hearth-runtime.jar."
                    + " Start with ./hearth up, which builds the runtime and sets it.");
        }
        return Path.of(runtimeHome).toAbsolutePath();
    }

    /** {@code --secrets}, else {@code hearth/secrets} in the user's folder of configurations. */
    Path secrets(Map<String, String> environment) {
        if (!secrets.isEmpty()) {
            return Path.of(secrets).toAbsolutePath();
        }
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(xdg);
        return base.resolve("hearth").resolve("secrets").toAbsolutePath();
    }

    /**
     * For what must not be lost: {@code HEARTH_STATE}; else {@code hearth} in the folder that {@code XDG_STATE_HOME} names; else the folder
     * that {@code HEARTH_CACHE} names, since whoever keeps that on a volume means all that Hearth keeps; else in the user's home.
     */
    Path state(Map<String, String> environment) {
        if (!state.isEmpty()) {
            return Path.of(state).toAbsolutePath();
        }
        boolean isUsual = cache.isEmpty()
                || !environment.getOrDefault("XDG_STATE_HOME", "").isEmpty();
        return isUsual ? usualState(environment) : cache(environment);
    }

    /** Where it is when Hearth's own variables do not say otherwise. */
    static Path usualState(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(xdg);
        return base.resolve("hearth").toAbsolutePath();
    }

    /** {@code HEARTH_CACHE}, else {@code hearth} in the user's cache folder. */
    Path cache(Map<String, String> environment) {
        if (!cache.isEmpty()) {
            return Path.of(cache).toAbsolutePath();
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("hearth").toAbsolutePath();
    }
}

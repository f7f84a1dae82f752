package dev.hearth.gateway.up;

import dev.hearth.gateway.Gateway;
import dev.hearth.gateway.GatewaySettings;
import dev.hearth.gateway.catalog.FolderCatalog;
import dev.hearth.gateway.listen.ListenException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hearth up}: serves every function below some folders until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves every Function manifest found below the folders behind Lambda's Invoke API.",
            "Changes of manifests and jars take effect within a second. Ctrl-C ends it and all it started.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./hearth up examples                         the functions that come with Hearth",
            "  ./hearth up --port 9001 --keep-alive 30s     those of the current folder",
            "  export HEARTH_TOKEN=$(openssl rand -hex 16)  for other machines",
            "  ./hearth up --host 0.0.0.0",
            "",
            "A manifest (code.file is relative to it):",
            "  apiVersion: lambda.hearth.dev/v1alpha1",
            "  kind: Function",
            "  metadata:",
            "    name: hello",
            "  spec:",
            "    runtime: java25",
            "    handler: example.Hello::handleRequest",
            "    code:",
            "      file: target/hello.jar"
        })
final class UpCommand implements Callable<Integer> {
    /** Unpacked code nobody used for so long is built anew when it comes back. */
    private static final Duration CODE_KEPT = Duration.ofDays(30);

    private final Console console;
    private final Map<String, String> environment = System.getenv();

    @Mixin
    private UpOptions options = new UpOptions();

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ListenAddress.check(options);
        List<Path> folders = existing(options.folders());
        GatewaySettings settings = settings();
        checkMachine(settings.cache(), options.state(environment));
        LogSetup.configure(options.logFormat());
        Report report = Report.of(options.logFormat(), console, options.token().isPresent(), settings.region());
        FolderCatalog catalog = openCatalog(folders, settings);
        Gateway gateway = start(settings, catalog);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(report, gateway, catalog), "hearth-stop"));
        report.started(gateway.url(), folders, catalog.functions(), catalog.broken());
        catalog.onChange(report::changed);
        stopped.await();
        return 0;
    }

    /** Before much is read only to find that nobody can be served. */
    private void checkMachine(Path cache, Path state) {
        ListenAddress.probe(options);
        for (Path folder : List.of(cache, cache.resolve("environments"))) {
            UsableFolder.check(
                    folder, "cache", "Set HEARTH_CACHE to a folder that you may write to, or mend this one.");
        }
        for (String kind : List.of("", "versions", "events", "packages")) {
            UsableFolder.check(
                    state.resolve(kind),
                    "state",
                    "It keeps versions and events. Set HEARTH_STATE to a folder that you may write to, or mend this"
                            + " one.");
        }
    }

    private GatewaySettings settings() {
        return new GatewaySettings(
                options.host(),
                options.port(),
                options.accountConcurrency(),
                options.keepAlive(),
                options.token(),
                options.open(),
                options.logFormat(),
                options.runtimeHome(),
                options.cache(environment),
                events(),
                options.eventQueueSize(),
                options.eventRetryWait(),
                options.secrets(environment),
                aotCache(options.runtimeHome()),
                options.identity(environment).region(),
                options.identity(environment).accountId(),
                projects());
    }

    private List<Path> projects() {
        return options.folders().stream()
                .map(each -> each.toAbsolutePath().normalize())
                .map(each -> Files.isDirectory(each) ? each : each.getParent())
                .toList();
    }

    /** Of these folders' functions, whichever order they are named in, and of one account: its name is in every event. */
    private Path events() {
        String account = options.identity(environment).accountId();
        Stream<String> folders = options.folders().stream()
                .map(folder -> folder.toAbsolutePath().normalize().toString())
                .sorted();
        Stream<String> owner = account.equals(ShellIdentity.ACCOUNT) ? Stream.of() : Stream.of(account);
        String names = Stream.concat(folders, owner).collect(Collectors.joining("\n"));
        return options.state(environment)
                .resolve("events")
                .resolve(UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    private static Optional<Path> aotCache(Path runtimeHome) {
        return Optional.of(runtimeHome.resolve("runtime.aot")).filter(Files::isRegularFile);
    }

    private static List<Path> existing(List<Path> folders) {
        for (Path folder : folders) {
            if (!Files.exists(folder)) {
                throw new UpFailure("There is no folder '" + folder + "' (looked for "
                        + folder.toAbsolutePath().normalize()
                        + "). Name one with Function manifests, e.g. ./hearth up examples");
            }
        }
        return folders;
    }

    private FolderCatalog openCatalog(List<Path> folders, GatewaySettings settings) {
        Path state = options.state(environment);
        return Progress.during("Reading manifests and unpacking code", console, () -> {
            StateFolder.adopt(settings.cache(), state);
            StateFolder.tellOfOthers(UpOptions.usualState(environment), settings.events());
            FolderCatalog.prune(settings.cache(), state, CODE_KEPT, Instant.now());
            return FolderCatalog.open(
                    folders,
                    settings.region(),
                    settings.accountId(),
                    options.accountConcurrency(),
                    settings.cache(),
                    state);
        });
    }

    private Gateway start(GatewaySettings settings, FolderCatalog catalog) {
        try {
            return Gateway.start(settings, catalog);
        } catch (ListenException e) {
            catalog.close();
            throw ListenAddress.refused(e, settings.port());
        }
    }

    /** Being told to stop is no failure: status 0, not the 130 or 143 that the JVM would give. */
    private static void stop(Report report, Gateway gateway, FolderCatalog catalog) {
        try {
            report.stopping();
            gateway.close();
            catalog.close();
            report.stopped();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}

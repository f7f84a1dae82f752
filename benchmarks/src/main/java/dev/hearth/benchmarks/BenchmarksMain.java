package dev.hearth.benchmarks;

import dev.hearth.benchmarks.cluster.AliasBenchmark;
import dev.hearth.benchmarks.cluster.ClusterBenchmark;
import dev.hearth.benchmarks.cluster.ControlPlaneBenchmark;
import dev.hearth.benchmarks.events.EventsBenchmark;
import dev.hearth.benchmarks.events.StreamBenchmark;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import dev.hearth.benchmarks.scenario.ColdBenchmark;
import dev.hearth.benchmarks.scenario.MemoryBenchmark;
import dev.hearth.benchmarks.scenario.OverloadBenchmark;
import dev.hearth.benchmarks.scenario.Settings;
import dev.hearth.benchmarks.scenario.WarmBenchmark;
import dev.hearth.benchmarks.versions.VersionsBenchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the benchmarks; {@code benchmarks/run} builds what it needs and calls it. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Hearth and its peers on this machine and prints Markdown tables.")
public final class BenchmarksMain implements Callable<Integer> {
    private static final int GOAL_MISSED = 3;

    /** Which benchmarks run. */
    enum Scenario {
        warm,
        cold,
        memory,
        overload,
        versions,
        events,
        streams,
        cluster,
        aliases,
        functions,
        all
    }

    @Parameters(
            arity = "0..1",
            defaultValue = "all",
            paramLabel = "SCENARIO",
            description = "One of ${COMPLETION-CANDIDATES} (default: all).")
    private Scenario scenario = Scenario.all;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of every peer (default: 5).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Length of a turn (default: 3).")
    private int seconds;

    @Option(names = "--cold-starts", defaultValue = "20", description = "Cold starts per function (default: 20).")
    private int coldStarts;

    @Option(names = "--functions", defaultValue = "5000", description = "Idle functions in a cluster (default: 5000).")
    private int functions;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--hearth-url",
            paramLabel = "URL",
            description = "Measure the Hearth that serves benchmarks/functions at http://127.0.0.1:PORT "
                    + "instead of starting one; for warm and overload.")
    private @Nullable URI hearthUrl;

    @Option(
            names = "--before",
            paramLabel = "FOLDER",
            description = "Another checkout of Hearth, measured beside this one in the same run; for warm.")
    private @Nullable Path before;

    @Option(names = "--peers-only", description = "Leave Hearth out.")
    private boolean peersOnly;

    @Option(names = "--check", description = "End with status 3 when a goal is missed.")
    private boolean check;

    @Option(names = "--root", hidden = true, required = true)
    private Path root = Path.of("");

    @Option(names = "--queue-proxy", hidden = true)
    private @Nullable Path queueProxy;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarksMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Report report = new Report(standardOutput());
        Map<String, String> machine = Machine.describe(LocalDate.now(ZoneId.systemDefault()));
        Table table = new Table("Machine", "what", "value");
        machine.forEach(table::row);
        report.add(table);
        Settings settings = settings();
        if (settings.installation().queueProxy().isEmpty()) {
            report.note("(b) Knative queue-proxy not measured: it needs Go to be built.");
        }
        run(settings, report);
        Optional.ofNullable(json).ifPresent(file -> report.writeJson(file, machine));
        return check && !report.allGoalsMet() ? GOAL_MISSED : 0;
    }

    private Settings settings() throws Exception {
        Path logs = Files.createDirectories(root.resolve("benchmarks/target/logs"));
        Optional<Path> hearth = peersOnly ? Optional.empty() : Optional.of(root.resolve("hearth"));
        Installation installation = new Installation(root, hearth, Optional.ofNullable(queueProxy), logs);
        return new Settings(
                installation,
                rounds,
                Duration.ofSeconds(seconds),
                coldStarts,
                Optional.ofNullable(hearthUrl),
                Optional.ofNullable(before));
    }

    private void run(Settings settings, Report report) throws Exception {
        switch (scenario) {
            case warm -> new WarmBenchmark(settings, report).run();
            case cold -> new ColdBenchmark(settings, report).run();
            case memory -> new MemoryBenchmark(settings, report).run();
            case versions -> versions(settings, report);
            case events -> events(settings, report);
            case streams -> new StreamBenchmark(natsServer(), report).run();
            case cluster -> new ClusterBenchmark(root, clusterLog(settings), coldStarts, report).run();
            case aliases -> new AliasBenchmark(root, clusterLog(settings), report).run();
            case functions -> new ControlPlaneBenchmark(root, clusterLog(settings), functions, report).run();
            case overload -> new OverloadBenchmark(settings, report).run();
            case all -> {
                new WarmBenchmark(settings, report).run();
                new ColdBenchmark(settings, report).run();
                new MemoryBenchmark(settings, report).run();
                new OverloadBenchmark(settings, report).run();
                versions(settings, report);
                events(settings, report);
            }
        }
    }

    private static void events(Settings settings, Report report) throws Exception {
        Optional<Path> script = settings.installation().hearth();
        if (script.isPresent()) {
            new EventsBenchmark(settings.installation(), script.get(), report).run();
        }
    }

    private Path natsServer() throws IOException {
        Process build = new ProcessBuilder(root.resolve("scripts/nats-server").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return Path.of(new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    private static void versions(Settings settings, Report report) throws Exception {
        Optional<Path> script = settings.installation().hearth();
        if (script.isPresent()) {
            new VersionsBenchmark(settings.installation(), script.get(), report).run();
        }
    }

    /** What runs in a cluster is not among all: it needs root, Go and Debian's packages, and minutes before it begins. */
    private static Path clusterLog(Settings settings) {
        return settings.installation().logs().resolve("cluster.log");
    }

    @SuppressWarnings("SystemOut")
    private static PrintStream standardOutput() {
        return System.out;
    }
}

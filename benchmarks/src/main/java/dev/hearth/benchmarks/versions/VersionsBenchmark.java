package dev.hearth.benchmarks.versions;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Versions, aliases and concurrency on one machine. */
public final class VersionsBenchmark {
    private static final String HELLO = "hello";
    private static final int FIRST_CALLS = 12;
    private static final int CALLS_OF_SPLIT = 100_000;
    private static final int SPLIT_THREADS = 8;
    private static final double WEIGHT = 0.1;

    private final Installation installation;
    private final Path script;
    private final Report report;

    public VersionsBenchmark(Installation installation, Path script, Report report) {
        this.installation = installation;
        this.script = script;
        this.report = report;
    }

    public void run() throws Exception {
        Routing.measure(report);
        try (Project project = Project.start(installation, script, Function.HELLO)) {
            publishTwo(project);
            split(project);
            repoint(project);
        }
        firstCalls();
        new Fairness(installation, script).run(report);
    }

    private static void publishTwo(Project project) throws InterruptedException {
        project.function(HELLO, Function.HELLO, "publish: true", "description: one");
        project.awaitKnown(HELLO + ":1");
        project.function(HELLO, Function.HELLO, "publish: true", "description: two");
        project.awaitKnown(HELLO + ":2");
    }

    // ---- aliases ----

    private void repoint(Project project) throws InterruptedException {
        project.alias("live", HELLO, "functionVersion: \"1\"");
        project.awaitKnown(HELLO + ":live");
        new Repointing(
                        "one machine",
                        () -> project.connection(HELLO + ":live", Function.HELLO.event()),
                        version -> project.alias("live", HELLO, "functionVersion: \"" + version + "\""))
                .run(report);
    }

    /** End to end: what the header says that ran. The gateway draws by itself, so there is no seed to print. */
    private void split(Project project) throws Exception {
        project.alias(
                "shared",
                HELLO,
                "functionVersion: \"1\"",
                "routingConfig: {additionalVersionWeights: {\"2\": " + WEIGHT + "}}");
        project.awaitKnown(HELLO + ":shared");
        AtomicLongArray ran = new AtomicLongArray(3);
        Threads.run(SPLIT_THREADS, thread -> {
            for (int call = 0; call < CALLS_OF_SPLIT / SPLIT_THREADS; call++) {
                HttpResponse<String> answer = project.invoke(HELLO + ":shared", Function.HELLO.event());
                String version =
                        answer.headers().firstValue("X-Amz-Executed-Version").orElse("0");
                ran.incrementAndGet(Integer.parseInt(version));
            }
        });
        double share = 100.0 * ran.get(2) / CALLS_OF_SPLIT;
        report.add(new Table("Two versions share an alias", "calls", "weight of the second, %", "it ran, %", "failed")
                .row(CALLS_OF_SPLIT, 100 * WEIGHT, share, ran.get(0)));
        report.goals(
                "Goals of weights",
                List.of(
                        Goal.atMost("deviation, percentage points", 0.5, Math.abs(share - 100 * WEIGHT)),
                        Goal.atMost("failed", 0, (double) ran.get(0))));
    }

    // ---- provisioned concurrency ----

    /** Each time a version that nobody has called before. */
    private void firstCalls() throws Exception {
        List<Double> provisioned = new ArrayList<>();
        List<Double> onDemand = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        int inits = 0;
        try (Project project = Project.start(installation, script, Function.HELLO)) {
            project.function(HELLO, Function.HELLO, "publish: true", "description: \"0\"");
            project.alias(
                    "kept",
                    HELLO,
                    "latestPublished: true",
                    "provisionedConcurrencyConfig: {provisionedConcurrentExecutions: 1}");
            for (int version = 1; version <= FIRST_CALLS; version++) {
                project.awaitKnown(HELLO + ":" + version);
                project.awaitIdle(1);
                inits += coldStarts(timed(provisioned, () -> project.invoke(HELLO + ":kept", Function.HELLO.event())));
                timed(second, () -> project.invoke(HELLO + ":kept", Function.HELLO.event()));
                project.function(HELLO, Function.HELLO, "publish: true", "description: \"" + version + "\"");
            }
        }
        try (Project project = Project.start(installation, script, Function.HELLO)) {
            for (int version = 1; version <= FIRST_CALLS; version++) {
                project.function(HELLO, Function.HELLO, "publish: true", "description: \"" + version + "\"");
                project.awaitKnown(HELLO + ":" + version);
                int number = version;
                timed(onDemand, () -> project.invoke(HELLO + ":" + number, Function.HELLO.event()));
            }
        }
        Table table = new Table("First invocation of a version, ms", "what", "p50", "p99", "n");
        table.row("provisioned", Quantiles.median(provisioned), Quantiles.p99(provisioned), provisioned.size());
        table.row("the second invocation", Quantiles.median(second), Quantiles.p99(second), second.size());
        table.row("on demand", Quantiles.median(onDemand), Quantiles.p99(onDemand), onDemand.size());
        report.add(table);
        report.goals(
                "Goals of provisioned concurrency",
                List.of(Goal.atMost("first invocations that saw an init", 0, inits)));
    }

    private interface Call {
        HttpResponse<String> made();
    }

    private static HttpResponse<String> timed(List<Double> millis, Call call) {
        long start = System.nanoTime();
        HttpResponse<String> answer = call.made();
        millis.add((System.nanoTime() - start) / 1e6);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the function gave " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static int coldStarts(HttpResponse<String> answer) {
        return answer.headers().firstValue("Hearth-Cold-Start").isPresent() ? 1 : 0;
    }
}

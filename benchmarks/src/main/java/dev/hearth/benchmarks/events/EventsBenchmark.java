package dev.hearth.benchmarks.events;

import dev.hearth.benchmarks.load.KeptConnection;
import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.LoadGenerator;
import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.load.SteadyCalls;
import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.peer.Installation;
import dev.hearth.benchmarks.process.ProcessMemory;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import dev.hearth.benchmarks.versions.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asynchronous invocations on one machine: how fast events are safe, what those that wait take, how soon they are tried. */
public final class EventsBenchmark {
    private static final int CALLERS = 64;
    private static final int RATE = 7_500;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration OF_STORES = Duration.ofSeconds(5);
    /** A kilobyte of JSON. */
    private static final String EVENT = "{\"fill\":\"" + "x".repeat(1_024 - 11) + "\"}";

    private final Installation installation;
    private final Path script;
    private final Report report;

    public EventsBenchmark(Installation installation, Path script, Report report) {
        this.installation = installation;
        this.script = script;
        this.report = report;
    }

    public void run() throws Exception {
        Path folder = Files.createTempDirectory("hearth-events");
        try {
            stores(folder);
            floor(folder);
            accepts(folder.resolve("cache"));
            lag(folder.resolve("lag"));
        } finally {
            delete(folder);
        }
    }

    // ---- stores ----

    private interface Opening {
        Store open(Path folder) throws IOException;
    }

    private void stores(Path folder) throws Exception {
        Table table = new Table(
                "Stores: 1 KiB events, each waited for, " + CALLERS + " at a time",
                "store",
                "events/s",
                "p50 ms",
                "p99 ms");
        store(table, "Hearth's log", folder.resolve("log"), LogStore::new);
        store(table, "H2 MVStore, commit and sync", folder.resolve("mvstore"), MvStore::new);
        report.add(table);
    }

    private static void store(Table table, String name, Path folder, Opening opening) throws Exception {
        Files.createDirectories(folder);
        byte[] event = EVENT.getBytes(StandardCharsets.US_ASCII);
        Queue<Double> millis = new ConcurrentLinkedQueue<>();
        try (Store store = opening.open(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime() + OF_STORES.toNanos() / 5;
            for (int caller = 0; caller < CALLERS; caller++) {
                threads.execute(() -> keep(store, event, begin, millis));
            }
        }
        List<Double> all = new ArrayList<>(millis);
        table.row(name, all.size() / (double) OF_STORES.toSeconds(), Quantiles.median(all), Quantiles.p99(all));
        delete(folder);
    }

    private static void keep(Store store, byte[] event, long begin, Queue<Double> millis) {
        for (long now = System.nanoTime(); now - begin < OF_STORES.toNanos(); now = System.nanoTime()) {
            store.keep(event).toCompletableFuture().join();
            if (now - begin >= 0) {
                millis.add((System.nanoTime() - now) / 1e6);
            }
        }
    }

    /** Whatever is measured next is not faster than this. */
    private void floor(Path folder) throws IOException {
        DiskFloor floor = DiskFloor.measure(folder, OF_STORES);
        report.add(new Table(
                        "The disk alone: 8 KiB and a force, one after the other",
                        "p50 ms",
                        "p99 ms",
                        "p99 ms of a random arrival")
                .row(Quantiles.median(floor.millis()), floor.p99OfAForce(), floor.p99OfAnArrival()));
    }

    // ---- accepting ----

    /** Ten events are delivered at the same time, slowly, so that the others wait. */
    private void accepts(Path cache) throws Exception {
        try (Project project = start(cache, Function.SLEEP)) {
            project.function("slow", Function.SLEEP, "reservedConcurrentExecutions: 10");
            project.awaitKnown("slow");
            Target target = project.events("slow");
            LoadGenerator.run(target, Load.steady(EVENT, CALLERS, WARM_UP));
            double atHalf = atHalfTheRate(target);
            double waitingBefore = project.metric("lambda_async_events_queued");
            double memoryBefore = memory(project);
            double diskBefore = project.metric("lambda_async_queue_bytes");
            Measurement closed = LoadGenerator.run(target, Load.steady(EVENT, CALLERS, MEASURED));
            double millions = (project.metric("lambda_async_events_queued") - waitingBefore) / 1e6;
            double memory = (memory(project) - memoryBefore) / millions;
            double disk = (project.metric("lambda_async_queue_bytes") - diskBefore) / millions / (1 << 20);
            report.add(new Table(
                            "Accepting 1 KiB events over HTTP, safe on the disk, " + CALLERS + " callers",
                            "events/s",
                            "p50 ms",
                            "p99 ms",
                            "p99 ms at " + RATE + "/s",
                            "errors")
                    .row(closed.rate(), closed.p50Micros() / 1e3, closed.p99Micros() / 1e3, atHalf, closed.errors()));
            report.add(new Table("A million events that wait", "MiB of the gateway's memory", "MiB of disk")
                    .row(memory, disk));
            report.goals(
                    "Goals of accepting events",
                    List.of(
                            Goal.atLeast("events per second", 15_000, closed.rate()),
                            Goal.atMost("p99 at half that rate, ms", 5, atHalf)));
        }
    }

    private Project start(Path cache, Function function) {
        return Project.start(
                installation,
                script,
                function,
                "--cache",
                cache.toString(),
                "--state",
                cache.toString(),
                "--event-queue-size",
                "16Gi");
    }

    private static double memory(Project project) {
        return ProcessMemory.pssMegabytes(project.pid()).orElse(Double.NaN);
    }

    private static double atHalfTheRate(Target target) throws InterruptedException {
        SteadyCalls calls = SteadyCalls.start(RATE, CALLERS, () -> connection(target, EVENT));
        Thread.sleep(WARM_UP);
        long begun = System.nanoTime();
        Thread.sleep(MEASURED);
        List<Double> millis = calls.end().stream()
                .filter(answer -> answer.sentNanos() >= begun)
                .map(answer -> answer.status() == 202 ? answer.latencyNanos() / 1e6 : Double.POSITIVE_INFINITY)
                .toList();
        return Quantiles.p99(millis);
    }

    private static KeptConnection connection(Target target, String event) {
        return new KeptConnection(() -> new Socket(InetAddress.getLoopbackAddress(), target.port()), target, event);
    }

    // ---- delivering ----

    /** A warm function with room: from the acceptance to the begin of the attempt. */
    private void lag(Path cache) throws Exception {
        try (Project project = start(cache, Function.HELLO)) {
            project.function("hello", Function.HELLO);
            project.awaitKnown("hello");
            Target target = project.events("hello");
            SteadyCalls.start(200, 4, () -> connection(target, Function.HELLO.event()));
            Thread.sleep(WARM_UP);
            double countBefore = project.metric("lambda_async_event_age_seconds_count");
            double sumBefore = project.metric("lambda_async_event_age_seconds_sum");
            Thread.sleep(MEASURED);
            double count = project.metric("lambda_async_event_age_seconds_count") - countBefore;
            double sum = project.metric("lambda_async_event_age_seconds_sum") - sumBefore;
            report.add(new Table("Delivery lag at 200 events per second, warm", "attempts", "mean, ms")
                    .row(count, 1e3 * sum / count));
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

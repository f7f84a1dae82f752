package dev.hearth.benchmarks.events;

import dev.hearth.benchmarks.load.Load;
import dev.hearth.benchmarks.load.LoadGenerator;
import dev.hearth.benchmarks.load.Measurement;
import dev.hearth.benchmarks.load.Target;
import dev.hearth.benchmarks.process.Ports;
import dev.hearth.benchmarks.process.ServerProcess;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How fast events are safe in NATS JetStream: through the Invoke API, and by a program that only publishes, into one stream and into as
 * many as Hearth has; in turns, with one server that forces what it acknowledges to the disk.
 */
public final class StreamBenchmark {
    private static final int CALLERS = 64;
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final Duration START = Duration.ofSeconds(30);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double SHARE = 0.9;
    private static final List<String> ONE = List.of("plain-0");
    /** As many as Hearth keeps its events in. */
    private static final List<String> FOUR = List.of("plain-0", "plain-1", "plain-2", "plain-3");

    private static final String EVENT = "{\"fill\":\"" + "x".repeat(1_024 - 11) + "\"}";

    private final Path natsServer;
    private final Report report;

    /** @param natsServer the program */
    public StreamBenchmark(Path natsServer, Report report) {
        this.natsServer = natsServer;
        this.report = report;
    }

    /** Rates of one way, and how long each event took, in milliseconds. */
    private record Rates(List<Double> perSecond, List<Double> p50, List<Double> p99) {
        Rates() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        /** @param millis how long each event of a round took */
        void add(List<Double> millis) {
            perSecond.add(millis.size() / (double) ROUND.toSeconds());
            p50.add(Quantiles.median(millis));
            p99.add(Quantiles.p99(millis));
        }

        double median() {
            return Quantiles.median(perSecond);
        }

        void row(Table table, String name) {
            table.row(name, median(), Quantiles.median(p50), Quantiles.median(p99));
        }
    }

    public void run() throws Exception {
        Path folder = Files.createTempDirectory("hearth-stream");
        int port = Ports.free();
        int gatewayPort = Ports.free();
        String url = "nats://127.0.0.1:" + port;
        try (ServerProcess nats = nats(folder, port)) {
            nats.awaitPort(port, START);
            try (ServerProcess gateway = gateway(folder, gatewayPort, url)) {
                gateway.awaitPort(gatewayPort, START);
                compare(Nats.connect(url), new Target(gatewayPort, "/2014-11-13/functions/slow/invoke-async"));
            }
        }
    }

    private ServerProcess nats(Path folder, int port) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("nats.conf"), """
                listen: "127.0.0.1:%d"
                max_payload: 8MB
                jetstream { store_dir: "%s", sync_interval: always }
                """.formatted(port, folder.resolve("data")));
        return ServerProcess.start(
                List.of(natsServer.toString(), "--config", configuration.toString()),
                Map.of(),
                folder.resolve("nats.log"));
    }

    private static ServerProcess gateway(Path folder, int port, String url) {
        return ServerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamGateway.class.getName(),
                        Integer.toString(port),
                        url),
                Map.of(),
                folder.resolve("gateway.log"));
    }

    private void compare(Connection connection, Target target) throws Exception {
        for (String name : FOUR) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(name)
                            .storageType(StorageType.File)
                            .build());
        }
        LoadGenerator.run(target, Load.steady(EVENT, CALLERS, WARM_UP));
        publish(connection, FOUR, WARM_UP);
        Rates one = new Rates();
        Rates four = new Rates();
        Rates hearth = new Rates();
        long errors = 0;
        for (int round = 0; round < ROUNDS; round++) {
            one.add(publish(connection, ONE, ROUND));
            four.add(publish(connection, FOUR, ROUND));
            Measurement measured = LoadGenerator.run(target, Load.steady(EVENT, CALLERS, ROUND));
            hearth.perSecond.add(measured.rate());
            hearth.p50.add(measured.p50Micros() / MICROS_PER_MILLI);
            hearth.p99.add(measured.p99Micros() / MICROS_PER_MILLI);
            errors += measured.errors();
        }
        connection.close();
        Table table = new Table(
                "1 KiB events, safe in streams of one server, " + CALLERS + " at a time",
                "way",
                "events/s",
                "p50 ms",
                "p99 ms");
        one.row(table, "a program that publishes into one stream, jnats");
        four.row(table, "the same into four streams");
        hearth.row(table, "Hearth's Invoke API, into its four streams");
        report.add(table);
        report.goals(
                "Goals of events in streams",
                List.of(
                        Goal.atLeast("of a plain publisher's rate", SHARE, hearth.median() / one.median()),
                        Goal.atMost("errors", 0, (double) errors)));
    }

    /** How long each took, in milliseconds. */
    private static List<Double> publish(Connection connection, List<String> subjects, Duration duration)
            throws IOException {
        JetStream stream = connection.jetStream();
        byte[] event = EVENT.getBytes(StandardCharsets.US_ASCII);
        Queue<Double> millis = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                String subject = subjects.get(caller % subjects.size());
                threads.execute(() -> {
                    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                        stream.publishAsync(subject, event).join();
                        millis.add((System.nanoTime() - now) / NANOS_PER_MILLI);
                    }
                });
            }
        }
        return new ArrayList<>(millis);
    }
}

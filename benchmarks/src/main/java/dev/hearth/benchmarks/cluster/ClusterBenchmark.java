package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cold starts in a cluster: from a request for a function without environments to its answer, over TLS, at 128 MB, the image on
 * the node. Beside it, in turns, the same node's floor: from a Deployment's scale to its pod's container, which does nothing,
 * running.
 */
public final class ClusterBenchmark {
    private static final String NAMESPACE = "bench";
    private static final int TOGETHER = 10;
    private static final int ROUNDS_TOGETHER = 5;

    private final Path root;
    private final Path log;
    private final int starts;
    private final Report report;
    private final Table times = new Table("Cold start in a cluster, ms", "what", "at once", "p50", "p95", "p99", "n");
    private final Map<String, List<Double>> phases = new LinkedHashMap<>();

    /** @param starts cold starts, one after the other */
    public ClusterBenchmark(Path root, Path log, int starts, Report report) {
        this.root = root;
        this.log = log;
        this.starts = starts;
        this.report = report;
    }

    public void run() throws Exception {
        try (Lab lab = Lab.start(root, log)) {
            deploy(lab);
            Client api = new Client(
                    URI.create("https://" + Lab.NODE + ":6443"), lab.apiAuthority(), Optional.of("admin-token"));
            Client gateway = new Client(
                    URI.create("https://" + Lab.NODE + ":" + lab.gatewayPort()),
                    lab.gatewayAuthority(),
                    Optional.empty());
            try (Pods pods = Pods.watch(api, NAMESPACE)) {
                measure(api, gateway, pods);
            }
        }
    }

    private void deploy(Lab lab) throws IOException {
        lab.kubectl("", "create", "namespace", NAMESPACE);
        StringBuilder all = new StringBuilder("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: hello}
                binaryData: {hello.jar: %s}
                """.formatted(Base64.getEncoder()
                .encodeToString(Files.readAllBytes(root.resolve("benchmarks/functions/hello/target/hello.jar")))));
        for (int i = 0; i < TOGETHER; i++) {
            all.append("""
                    ---
                    apiVersion: lambda.hearth.dev/v1alpha1
                    kind: Function
                    metadata: {name: hello-%1$d}
                    spec:
                      runtime: java25
                      handler: %2$s::handleRequest
                      memorySize: 128
                      timeout: 10
                      code: {configMap: {name: hello}}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: bare-%1$d}
                    spec:
                      replicas: 0
                      selector: {matchLabels: {app: bare-%1$d}}
                      template:
                        metadata: {labels: {app: bare-%1$d}}
                        spec:
                          terminationGracePeriodSeconds: 1
                          automountServiceAccountToken: false
                          containers: [{name: bare, image: "registry.k8s.io/pause:3.10"}]
                    """.formatted(i, Function.HELLO.handlerClass()));
        }
        lab.kubectl(all.toString(), "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
        lab.kubectl("", "wait", "-n", NAMESPACE, "--for=condition=Ready", "functions", "--all", "--timeout=120s");
    }

    private void measure(Client api, Client gateway, Pods pods) throws Exception {
        invoke(gateway, pods, 0);
        pods.awaitNone();
        phases.clear();
        List<Double> bare = new ArrayList<>();
        List<Double> hearth = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            bare.add(scale(api, pods, 0));
            pods.awaitNone();
            hearth.add(invoke(gateway, pods, 0));
            pods.awaitNone();
        }
        Table alone = new Table("Phases of Hearth's cold starts, one at a time, ms", "phase", "p50", "p95");
        phases.forEach((phase, millis) -> alone.row(phase, Quantiles.median(millis), Quantiles.p95(millis)));
        List<Double> bareTogether = new ArrayList<>();
        List<Double> hearthTogether = new ArrayList<>();
        for (int i = 0; i < ROUNDS_TOGETHER; i++) {
            bareTogether.addAll(together(number -> scale(api, pods, number)));
            pods.awaitNone();
            hearthTogether.addAll(together(number -> invoke(gateway, pods, number)));
            pods.awaitNone();
        }
        row("bare pod: scale to container running", 1, bare);
        row("Hearth: request to answer", 1, hearth);
        row("bare pods: scale to container running", TOGETHER, bareTogether);
        row("Hearth: request to answer", TOGETHER, hearthTogether);
        report.add(times);
        report.add(alone);
        report.goals(
                "Goals of cold starts in a cluster",
                List.of(
                        Goal.atMost("hello: p50, ms", 700, Quantiles.median(hearth)),
                        Goal.atMost("hello: p95, ms", 1_200, Quantiles.p95(hearth)),
                        Goal.atMost("ten at once: p95, ms", 3_500, Quantiles.p95(hearthTogether))));
    }

    private void row(String what, int together, List<Double> millis) {
        times.row(
                what, together, Quantiles.median(millis), Quantiles.p95(millis), Quantiles.p99(millis), millis.size());
    }

    private interface Start {
        double of(int number) throws Exception;
    }

    private static List<Double> together(Start start) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Double>> all = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                int number = i;
                all.add(() -> start.of(number));
            }
            List<Double> millis = new ArrayList<>();
            for (Future<Double> each : threads.invokeAll(all)) {
                millis.add(each.get());
            }
            return millis;
        }
    }

    /** Milliseconds until its container runs; afterwards it is scaled back. */
    private static double scale(Client api, Pods pods, int number) throws InterruptedException {
        String app = "bare-" + number;
        long start = System.nanoTime();
        setReplicas(api, app, 1);
        double millis = millis(pods.awaitRunning(app, start).running() - start);
        setReplicas(api, app, 0);
        return millis;
    }

    private static void setReplicas(Client api, String deployment, int count) {
        HttpResponse<String> answer = api.send(
                "PATCH",
                "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/" + deployment + "/scale",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":" + count + "}}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** Milliseconds until its answer; its phases are kept. */
    private double invoke(Client gateway, Pods pods, int number) throws InterruptedException {
        String function = "hello-" + number;
        long start = System.nanoTime();
        HttpResponse<String> answer = gateway.send(
                "POST",
                "/2015-03-31/functions/" + function + "/invocations",
                "application/json",
                Function.HELLO.event());
        long end = System.nanoTime();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(function + ": " + answer.body());
        }
        Pods.Times pod = pods.awaitRunning(function, start);
        keep("request to pod known to the API server", millis(pod.created() - start));
        keep("… to pod bound to a node", millis(pod.bound() - pod.created()));
        keep("… to container seen running", millis(pod.running() - pod.bound()));
        answer.headers().firstValue("Hearth-Cold-Start").ifPresent(this::keepHeader);
        return millis(end - start);
    }

    private void keepHeader(String header) {
        for (String part : header.split(";")) {
            String[] phase = part.strip().split("=", 2);
            keep("as the gateway counts: " + phase[0], Double.parseDouble(phase[1]));
        }
    }

    private synchronized void keep(String phase, double millis) {
        phases.computeIfAbsent(phase, _ -> new ArrayList<>()).add(millis);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}

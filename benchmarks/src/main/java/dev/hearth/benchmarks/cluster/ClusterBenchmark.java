package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cold starts in a cluster: from a request for a function without environments to its answer, over TLS, at 128 MB, the image on
 * the node. Beside it, in turns, the same node's floors: from a Deployment's scale to its pod's container, which does nothing,
 * running; without volumes, and with those that an environment has too, since a kubelet looks only each 300 ms whether volumes
 * are mounted.
 */
public final class ClusterBenchmark {
    private static final String NAMESPACE = "bench";
    private static final int TOGETHER = 10;
    private static final int ROUNDS_TOGETHER = 5;
    private static final String ALONE = "hello";
    /** Longer than ten starts take, so that none of them ends while another starts. */
    private static final String KEPT_TOGETHER = "15s";

    private static final int WARM_ROUNDS = 6;
    private static final int WARM_CALLS = 1_000;

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
            Client api = lab.api();
            Client gateway = lab.gateway();
            try (Pods pods = Pods.watch(api, NAMESPACE)) {
                measure(api, gateway, pods);
                measureWarm(gateway);
            }
        }
    }

    private void deploy(Lab lab) throws IOException {
        lab.kubectl("", "create", "namespace", NAMESPACE);
        StringBuilder all = new StringBuilder(Manifests.code(root)).append(Manifests.function(ALONE, "1s"));
        for (int i = 0; i < TOGETHER; i++) {
            all.append(Manifests.function("hello-" + i, KEPT_TOGETHER))
                    .append(Manifests.bare("bare-" + i))
                    .append(Manifests.mounted("mounted-" + i));
        }
        lab.kubectl(all.toString(), "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
        lab.kubectl("", "wait", "-n", NAMESPACE, "--for=condition=Ready", "functions", "--all", "--timeout=120s");
    }

    private void measure(Client api, Client gateway, Pods pods) throws Exception {
        invoke(gateway, pods, ALONE);
        pods.awaitNone();
        phases.clear();
        List<Double> bare = new ArrayList<>();
        List<Double> mounted = new ArrayList<>();
        List<Double> hearth = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            bare.add(scaleUp(api, pods, "bare-0"));
            setReplicas(api, "bare-0", 0);
            pods.awaitNone();
            mounted.add(scaleUp(api, pods, "mounted-0"));
            setReplicas(api, "mounted-0", 0);
            pods.awaitNone();
            hearth.add(invoke(gateway, pods, ALONE));
            pods.awaitNone();
        }
        Table alone = new Table("Phases of Hearth's cold starts, one at a time, ms", "phase", "p50", "p95");
        phases.forEach((phase, millis) -> alone.row(phase, Quantiles.median(millis), Quantiles.p95(millis)));
        List<Double> bareTogether = new ArrayList<>();
        List<Double> mountedTogether = new ArrayList<>();
        List<Double> hearthTogether = new ArrayList<>();
        for (int i = 0; i < ROUNDS_TOGETHER; i++) {
            bareTogether.addAll(together(number -> scaleUp(api, pods, "bare-" + number)));
            together(number -> setReplicas(api, "bare-" + number, 0));
            pods.awaitNone();
            mountedTogether.addAll(together(number -> scaleUp(api, pods, "mounted-" + number)));
            together(number -> setReplicas(api, "mounted-" + number, 0));
            pods.awaitNone();
            hearthTogether.addAll(together(number -> invoke(gateway, pods, "hello-" + number)));
            pods.awaitNone();
        }
        row("bare pod: scale to container running", 1, bare);
        row("bare pod with token, ConfigMap and /tmp", 1, mounted);
        row("Hearth: request to answer", 1, hearth);
        row("bare pods: scale to container running", TOGETHER, bareTogether);
        row("bare pods with token, ConfigMap and /tmp", TOGETHER, mountedTogether);
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

    /** Beside an answer of the gateway's own over the same connection: what dispatch, the hop to the pod and the function add. */
    private void measureWarm(Client gateway) {
        List<Double> own = new ArrayList<>();
        List<Double> function = new ArrayList<>();
        warm(gateway, ALONE, 200);
        for (int i = 0; i < WARM_ROUNDS; i++) {
            List<Double> unknown = warm(gateway, "nobody", 404);
            List<Double> known = warm(gateway, ALONE, 200);
            if (i > 0) { // the first round warms up
                own.addAll(unknown);
                function.addAll(known);
            }
        }
        Table table = new Table("Warm over TLS, 1 in flight, ms", "what", "p50", "p99", "n");
        table.row("gateway alone: unknown function", Quantiles.median(own), Quantiles.p99(own), own.size());
        table.row("Hearth: hello", Quantiles.median(function), Quantiles.p99(function), function.size());
        report.add(table);
        report.goals(
                "Goals of the warm path in a cluster",
                List.of(Goal.atMost(
                        "hello over TLS: added, p50, ms", 0.25, Quantiles.median(function) - Quantiles.median(own))));
    }

    private static List<Double> warm(Client gateway, String function, int expected) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_CALLS; i++) {
            long start = System.nanoTime();
            int status = gateway.send("POST", path(function), "application/json", Function.HELLO.event())
                    .statusCode();
            millis.add(millis(System.nanoTime() - start));
            if (status != expected) {
                throw new IllegalStateException(function + " gave " + status);
            }
        }
        return millis;
    }

    private static String path(String function) {
        return "/2015-03-31/functions/" + function + "/invocations";
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

    /** Milliseconds until its container runs. */
    private static double scaleUp(Client api, Pods pods, String app) throws InterruptedException {
        long start = System.nanoTime();
        setReplicas(api, app, 1);
        return millis(pods.awaitRunning(app, start).running() - start);
    }

    /** Milliseconds until the API server has written it. */
    private static double setReplicas(Client api, String deployment, int count) {
        long start = System.nanoTime();
        HttpResponse<String> answer = api.send(
                "PATCH",
                "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/" + deployment + "/scale",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":" + count + "}}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return millis(System.nanoTime() - start);
    }

    /** Milliseconds until its answer; its phases are kept. */
    private double invoke(Client gateway, Pods pods, String function) throws InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = gateway.send("POST", path(function), "application/json", Function.HELLO.event());
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

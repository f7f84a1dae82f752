package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.report.Goal;
import dev.hearth.benchmarks.report.Quantiles;
import dev.hearth.benchmarks.report.Report;
import dev.hearth.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many idle functions: created at a steady rate, each until it is Ready; what they cost the API server, etcd, the operator and
 * the gateway; and what a restart of the operator does to them.
 */
public final class ControlPlaneBenchmark {
    /** So many come first, at half the pace: what starts from nothing is another measurement. */
    private static final int WARM_UP = 200;

    private static final int PER_SECOND = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double KIB = 1024;
    private static final double MIB = 1024 * 1024;

    private final Path root;
    private final Path log;
    private final int functions;
    private final Report report;

    /** @param functions how many */
    public ControlPlaneBenchmark(Path root, Path log, int functions, Report report) {
        this.root = root;
        this.log = log;
        this.functions = functions;
        this.report = report;
    }

    public void run() throws Exception {
        try (Lab lab = Lab.start(root, log, 2 * PER_SECOND)) {
            Client api = lab.api();
            prepareNamespaces(lab);
            Client gateway = lab.gateway();
            lab.kubectl(
                    Manifests.function("warm", "1s"),
                    "apply",
                    "--server-side",
                    "-n",
                    ManyFunctions.namespace(0),
                    "-f",
                    "-");
            lab.kubectl(
                    "",
                    "wait",
                    "-n",
                    ManyFunctions.namespace(0),
                    "--for=condition=Ready",
                    "functions/warm",
                    "--timeout=120s");
            try (FunctionStates states = FunctionStates.watch(api);
                    Meanwhile meanwhile = new Meanwhile(gateway, lab.functionArn(ManyFunctions.namespace(0), "warm"))) {
                new Course(lab, api, new ManyFunctions(api, states), meanwhile).run();
            }
        }
    }

    private void prepareNamespaces(Lab lab) throws IOException {
        String code = Manifests.code(root);
        for (int i = 0; i < ManyFunctions.NAMESPACES; i++) {
            lab.kubectl("", "create", "namespace", ManyFunctions.namespace(i));
            lab.kubectl(code, "apply", "--server-side", "-n", ManyFunctions.namespace(i), "-f", "-");
        }
    }

    /** One run, on one cluster. */
    private final class Course {
        private final Lab lab;
        private final Client api;
        private final ManyFunctions many;
        private final Meanwhile meanwhile;

        Course(Lab lab, Client api, ManyFunctions many, Meanwhile meanwhile) {
            this.lab = lab;
            this.api = api;
            this.many = many;
            this.meanwhile = meanwhile;
        }

        void run() throws Exception {
            many.create("early-", WARM_UP, PER_SECOND / 2);
            Costs before = Costs.now(lab, api);
            List<Double> ready = many.create("idle-", functions, PER_SECOND);
            Costs after = Costs.now(lab, api);
            Table times = new Table(
                    "From a function's creation to Ready, ms", "functions", "per second", "p50", "p95", "p99");
            times.row(functions, PER_SECOND, Quantiles.median(ready), Quantiles.p95(ready), Quantiles.p99(ready));
            report.add(times);
            report.add(requests(before, after));
            report.add(sizes(before, after));
            Restart restart = restart();
            report.add(restart.table());
            report.add(restarted(Costs.now(lab, api)));
            List<Double> invoked = meanwhile.millis();
            Table running =
                    new Table("A warm function, invoked all the while, ms", "invocations", "failed", "p50", "p99");
            running.row(invoked.size(), meanwhile.failed(), Quantiles.median(invoked), Quantiles.p99(invoked));
            report.add(running);
            report.goals(
                    "Goals of the control plane",
                    List.of(
                            Goal.atMost("Ready: p95, ms", 2_000, Quantiles.p95(ready)),
                            Goal.atMost("invocations of a warm function that failed meanwhile", 0, meanwhile.failed()),
                            Goal.atMost("objects written by a restart of the operator", 0, (double) restart.written()),
                            Goal.atMost(
                                    "a change while it restarts: longest until Ready, ms", 10_000, restart.longest())));
        }

        private Table requests(Costs before, Costs after) {
            Table table = new Table("Requests to the API server, per function", "verb", "resource", "requests");
            new TreeMap<>(after.requests()).forEach((what, count) -> {
                double each = (count - before.requests().getOrDefault(what, 0.0)) / functions;
                if (each >= 0.05) {
                    String[] parts = what.split(" ", 2);
                    table.row(parts[1], parts[0], each);
                }
            });
            return table;
        }

        private Table sizes(Costs before, Costs after) {
            Table table =
                    new Table("What " + functions + " idle functions cost", "what", "before", "after", "per function");
            row(table, "etcd, in use, MiB", before.etcdBytes() / MIB, after.etcdBytes() / MIB);
            row(table, "leading operator: heap used, MiB", before.operatorHeap() / MIB, after.operatorHeap() / MIB);
            row(table, "gateway: heap used, MiB", before.gatewayHeap() / MIB, after.gatewayHeap() / MIB);
            row(table, "leading operator: memory, MiB", before.operatorMemory() / MIB, after.operatorMemory() / MIB);
            row(table, "gateway: memory, MiB", before.gatewayMemory() / MIB, after.gatewayMemory() / MIB);
            return table;
        }

        private void row(Table table, String what, double before, double after) {
            table.row(what, before, after, "%.1f KiB".formatted((after - before) * KIB / functions));
        }

        private Table restarted(Costs now) {
            return new Table("Memory of an operator that found " + functions + " functions", "what", "MiB")
                    .row("heap used", now.operatorHeap() / MIB)
                    .row("working set", now.operatorMemory() / MIB);
        }

        private Restart restart() throws Exception {
            awaitSettled();
            Map<String, String> versions = versions();
            Future<?> rollout;
            List<Double> changes = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                rollout = threads.submit(() -> {
                    lab.kubectl("", "rollout", "restart", "deployment/hearth-operator", "-n", Lab.SYSTEM);
                    lab.kubectl("", "rollout", "status", "deployment/hearth-operator", "-n", Lab.SYSTEM);
                });
                while (!rollout.isDone()) {
                    changes.add(many.change("early-", 0, changes.size() + 2));
                }
            }
            rollout.get();
            Thread.sleep(Duration.ofSeconds(30));
            Map<String, String> now = versions();
            long written = versions.entrySet().stream()
                    .filter(each -> each.getKey().contains("idle-"))
                    .filter(each -> !each.getValue().equals(now.get(each.getKey())))
                    .count();
            return new Restart(versions.size(), written, changes);
        }

        /** Until Kubernetes' own controller has taken notice of every Deployment, which it writes into it. */
        private void awaitSettled() throws InterruptedException {
            long limit = System.nanoTime() + PATIENCE.toNanos();
            while (!isSettled()) {
                if (System.nanoTime() - limit > 0) {
                    throw new IllegalStateException("Deployments are not observed after " + PATIENCE);
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        }

        private boolean isSettled() {
            return IntStream.range(0, ManyFunctions.NAMESPACES)
                    .mapToObj(i -> api.get("/apis/apps/v1/namespaces/" + ManyFunctions.namespace(i) + "/deployments"))
                    .flatMap(list -> Client.read(list).get("items").valueStream())
                    .allMatch(deployment -> deployment
                                    .at("/metadata/generation")
                                    .asLong()
                            == deployment.at("/status/observedGeneration").asLong());
        }

        /** The version of everything that belongs to a function. */
        private Map<String, String> versions() {
            Map<String, String> versions = new LinkedHashMap<>();
            for (int i = 0; i < ManyFunctions.NAMESPACES; i++) {
                String in = "/namespaces/" + ManyFunctions.namespace(i) + "/";
                for (String path : List.of(
                        "/apis/lambda.hearth.dev/v1alpha1" + in + "functions",
                        "/apis/apps/v1" + in + "deployments",
                        "/apis/networking.k8s.io/v1" + in + "networkpolicies",
                        "/api/v1" + in + "configmaps")) {
                    Client.read(api.get(path))
                            .get("items")
                            .forEach(item -> versions.put(
                                    path + "/" + item.at("/metadata/name").asText(),
                                    item.at("/metadata/resourceVersion").asText()));
                }
            }
            return versions;
        }
    }

    /**
     * What a restart did.
     *
     * @param objects how many belong to functions that nobody changed meanwhile
     * @param written how many of them were written
     * @param changes milliseconds from each change made meanwhile until it was served
     */
    private record Restart(int objects, long written, List<Double> changes) {
        double longest() {
            return changes.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        }

        Table table() {
            return new Table("The operator is restarted (both replicas, one after the other)", "what", "value")
                    .row("objects of functions", objects)
                    .row("of them written in the 30 s after it", written)
                    .row("changes made meanwhile", changes.size())
                    .row("from a change to Ready: p50, ms", Quantiles.median(changes))
                    .row("from a change to Ready: longest, ms", longest());
        }
    }
}

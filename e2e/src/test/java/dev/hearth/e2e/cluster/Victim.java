package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A tenant with one function that is invoked twenty times a second, and one that is changed every ten seconds. */
final class Victim implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BETWEEN_CALLS_MILLIS = 50;
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(10);
    private static final int PATIENCE_SECONDS = 120;

    private final Account account;
    private final Lambda lambda;
    private final KubernetesClient client;
    private int changes;

    /** What the victim saw during some time. */
    record Experience(Latencies answers, Latencies changes, List<String> failures) {}

    private Victim(Cluster cluster) {
        account = Account.open(cluster, "victim");
        lambda = account.caller();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    static Victim open(Cluster cluster) {
        Victim victim = new Victim(cluster);
        victim.account.function("steady", "echo", "scaling: {minimum: 1}");
        victim.account.function("changed", "echo", "scaling: {minimum: 1}");
        Awaitility.await().until(() -> victim.lambda.isAnswered("steady"));
        return victim;
    }

    Experience live(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        List<Long> answers = new ArrayList<>();
        List<Long> ready = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> failures = threads.submit(() -> call(end, answers));
            while (System.nanoTime() < end) {
                ready.add(change());
                TimeUnit.NANOSECONDS.sleep(Math.clamp(end - System.nanoTime(), 0, BETWEEN_CHANGES.toNanos()));
            }
            List<String> failed = failures.get();
            return new Experience(new Latencies(answers), new Latencies(ready), failed);
        }
    }

    /** @return what was no result */
    private List<String> call(long end, List<Long> micros) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            String failure = failure();
            micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
            if (!failure.isEmpty()) {
                failures.add(failure);
            }
            Thread.sleep(BETWEEN_CALLS_MILLIS);
        }
        return failures;
    }

    /** Empty: it was answered. */
    private String failure() throws InterruptedException {
        try {
            Lambda.Answer answer = lambda.invoke("steady", "{}");
            return answer.isResult() ? "" : answer.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** How many microseconds it takes until a change is served. */
    private long change() {
        long begun = System.nanoTime();
        Resource<GenericKubernetesResource> function = client.genericKubernetesResources(
                        "lambda.hearth.dev/v1alpha1", "Function")
                .inNamespace(account.namespace())
                .withName("changed");
        function.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"environment\":{\"variables\":{\"NUMBER\":\"" + ++changes + "\"}}}}");
        function.waitUntilCondition(
                found -> found != null && Account.isReady(JSON.valueToTree(found)), PATIENCE_SECONDS, TimeUnit.SECONDS);
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        client.close();
        account.close();
    }
}

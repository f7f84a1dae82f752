package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Lambda.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every handler and event of the runtime's conformance table, now through the Invoke API of a cluster: the same answers as AWS's own
 * client gave. A few namespaces share the work; in each, one function becomes one handler after the other.
 */
@ExtendWith(ClusterExtension.class)
class ConformanceE2E {
    private static final int ACCOUNTS = 4;
    private static final String FUNCTION = "conformance";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Path, URI> published = new ConcurrentHashMap<>();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();

    @Test
    void answersAreAwss(Cluster cluster) throws Exception {
        Queue<RecordedCase> waiting = new ConcurrentLinkedQueue<>(RecordedCase.all());
        int cases = waiting.size();
        try (CodeServer code = CodeServer.start();
                ExecutorService threads = Executors.newFixedThreadPool(ACCOUNTS)) {
            waiting.forEach(each -> published.computeIfAbsent(each.code(), code::publish));
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                String namespace = "conformance-" + i;
                running.add(threads.submit(() -> work(cluster, namespace, waiting)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        System.err.println("conformance in a cluster: " + cases + " handlers, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
    }

    private Void work(Cluster cluster, String namespace, Queue<RecordedCase> waiting) throws Exception {
        try (Account account = Account.open(cluster, namespace)) {
            Lambda lambda = account.caller();
            for (RecordedCase next = waiting.poll(); next != null; next = waiting.poll()) {
                account.apply(manifest(next));
                account.awaitSettled(FUNCTION);
                converse(next, lambda);
            }
            return null;
        }
    }

    private String manifest(RecordedCase wanted) {
        return """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata: {name: %s}
                spec:
                  runtime: java25
                  handler: "%s"
                  memorySize: 512
                  timeout: 60
                  code: {http: {url: "%s"}}
                """.formatted(FUNCTION, wanted.handler(), published.get(wanted.code()));
    }

    private void converse(RecordedCase wanted, Lambda lambda) throws Exception {
        for (RecordedCase.Event event : wanted.events()) {
            if (!event.onPurpose()) {
                Answer answer = lambda.invoke(FUNCTION, event.payload());
                if (!isAsExpected(event, answer)) {
                    differences.add(wanted.handler() + " " + event + "\n   gave " + answer);
                }
            }
            if (!event.kind().equals("response") && !event.kind().equals("error")) {
                return; // this process has ended, and the table says nothing of the next
            }
        }
    }

    private static boolean isAsExpected(RecordedCase.Event event, Answer answer) {
        if (!isJson(event.payload())) {
            return answer.status() == 400 && answer.errorType().equals("InvalidRequestContentException");
        }
        return switch (event.kind()) {
            case "response" -> answer.isResult() && answer.body().equals(event.body());
            case "error", "init-error" ->
                answer.functionError().equals("Unhandled") && answer.body().equals(event.body());
            default ->
                answer.functionError().equals("Unhandled") && answer.body().contains("Runtime.ExitError");
        };
    }

    private static boolean isJson(String payload) {
        try {
            JSON.readTree(payload);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}

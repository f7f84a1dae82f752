package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Every handler and event of the runtime's conformance table, now through the Invoke API of a cluster: the same answers as AWS's own
 * client gave. A few namespaces share the work; in each, one function becomes one handler after the other.
 */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class ConformanceE2E {
    private static final int ACCOUNTS = 4;
    private static final String FUNCTION = "conformance";
    private static final String ANDROID =
            "{\"client\":{\"app_title\":\"t\"},\"custom\":{\"k\":\"v\"},\"env\":{\"platform\":\"Android\"}}";
    private static final Pattern ACCOUNT_ID = Pattern.compile("(?<=:us-east-1:)[0-9]{12}(?=:function)");
    private static final Pattern LOG_STREAM = Pattern.compile("\\[\\$LATEST][-a-z0-9]+");
    private static final Pattern REQUEST_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    /** Every invocation of an installation has a trace; the table's process was given none. As a text, or in a text in a text. */
    private static final Pattern TRACE = Pattern.compile(
            ",\\\\?\"(?:getX|x)rayTraceId\\\\?\":\\\\?\"(?:null|\\\\?\"?Root[-=:;\\\\\\w]*)(?:\\\\?\")+");
    /** The JDK numbers its proxy classes by process. */
    private static final Pattern PROXY_NUMBER = Pattern.compile("(?<=roxy)[0-9]+");

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Map<Path, URI> published = new ConcurrentHashMap<>();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();

    @Test
    void answersAreAwss(Cluster cluster) throws Exception {
        Queue<RecordedCase> waiting = new ConcurrentLinkedQueue<>(RecordedCase.all());
        int cases = waiting.size();
        assertThat(cases).as("handlers of the table").isGreaterThan(150);
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
                if (Account.isStalled(account.get(FUNCTION))) {
                    expectNoClass(next);
                } else {
                    converse(next, lambda);
                }
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

    /** Here a handler whose class is missing is known before anybody invokes it. */
    private void expectNoClass(RecordedCase wanted) {
        if (!wanted.events().getFirst().body().contains("Class not found: ")) {
            differences.add(wanted.handler() + " is not served");
        }
    }

    private void converse(RecordedCase wanted, Lambda lambda) throws Exception {
        for (int i = 0; i < wanted.events().size(); i++) {
            RecordedCase.Event event = wanted.events().get(i);
            if (!event.onPurpose() && !isOfAnotherWorld(wanted, event)) {
                Answer answer = event.android()
                        ? lambda.invoke(FUNCTION, event.payload(), ANDROID)
                        : lambda.invoke(FUNCTION, event.payload());
                if (!isAsExpected(event, answer, i)) {
                    differences.add(wanted.handler() + " " + event + "\n   gave " + answer);
                }
            }
            if (!event.kind().equals("response") && !event.kind().equals("error")) {
                return; // this process has ended, and the table says nothing of the next
            }
        }
    }

    /**
     * What an installation has otherwise than the table's process: the folder of the code; how many events came before, when some
     * of them are refused; and no invocation without a payload, which is one with <code>{}</code>.
     */
    private static boolean isOfAnotherWorld(RecordedCase wanted, RecordedCase.Event event) {
        return wanted.handler().endsWith("Surroundings::location")
                || wanted.handler().endsWith("Methods::count")
                || event.payload().isEmpty();
    }

    private static boolean isAsExpected(RecordedCase.Event event, Answer answer, int index) {
        if (!isJson(event.payload())) {
            return answer.status() == 400 && answer.errorType().equals("InvalidRequestContentException");
        }
        return switch (event.kind()) {
            case "response" -> answer.isResult() && plain(answer.body(), index).equals(plain(event.body(), index));
            case "error", "init-error" ->
                answer.functionError().equals("Unhandled")
                        && plain(answer.body(), index).equals(plain(event.body(), index));
            default ->
                answer.functionError().equals("Unhandled") && answer.body().contains("Runtime.ExitError");
        };
    }

    /** With the account, the request's id and the log stream of the table, and without traces and numbers of proxies. */
    private static String plain(String body, int index) {
        String account = ACCOUNT_ID.matcher(body).replaceAll("123456789012");
        String stream = LOG_STREAM.matcher(account).replaceAll("stream");
        String request = REQUEST_ID.matcher(stream).replaceAll("request-" + index);
        String trace = TRACE.matcher(request).replaceAll("");
        return PROXY_NUMBER.matcher(trace).replaceAll("#");
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

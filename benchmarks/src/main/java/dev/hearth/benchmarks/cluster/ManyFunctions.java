package dev.hearth.benchmarks.cluster;

import dev.hearth.benchmarks.peer.Function;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Functions that nobody invokes, spread over a few namespaces; each is followed until it is Ready. */
final class ManyFunctions {
    static final int NAMESPACES = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Client api;
    private final FunctionStates states;

    ManyFunctions(Client api, FunctionStates states) {
        this.api = api;
        this.states = states;
    }

    static String namespace(int number) {
        return "many-" + number % NAMESPACES;
    }

    /** Milliseconds from the creation of each to Ready. */
    List<Double> create(String prefix, int count, int perSecond) throws Exception {
        List<Future<Double>> sent = new ArrayList<>();
        try (ScheduledExecutorService pace = Executors.newScheduledThreadPool(perSecond)) {
            for (int i = 0; i < count; i++) {
                int number = i;
                sent.add(pace.schedule(
                        () -> create(prefix, number), number * 1_000L / perSecond, TimeUnit.MILLISECONDS));
            }
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            millis.add(awaitReady(prefix, i, 1) - sent.get(i).get());
        }
        return millis;
    }

    /** When it was sent, ms. */
    private double create(String prefix, int number) {
        double now = System.nanoTime() / 1e6;
        send(
                "POST",
                "application/json",
                "",
                number,
                """
                {"apiVersion": "lambda.hearth.dev/v1alpha1", "kind": "Function", "metadata": {"name": "%s"},
                 "spec": {"runtime": "java25", "handler": "%s::handleRequest", "memorySize": 128,
                          "code": {"configMap": {"name": "hello"}}}}
                """.formatted(prefix + number, Function.HELLO.handlerClass()),
                201);
        if (number % 500 == 0) {
            Progress.say(prefix + number + " is made, " + states.count() + " functions are Ready");
        }
        return now;
    }

    /** Milliseconds until another timeout of a function is served. */
    double change(String prefix, int number, int generation) throws InterruptedException {
        double now = System.nanoTime() / 1e6;
        send(
                "PATCH",
                "application/merge-patch+json",
                "/" + prefix + number,
                number,
                "{\"spec\":{\"timeout\":" + generation + "}}",
                200);
        double millis = awaitReady(prefix, number, generation) - now;
        Thread.sleep(PAUSE);
        return millis;
    }

    private double awaitReady(String prefix, int number, int generation) throws InterruptedException {
        return states.awaitReady(namespace(number) + "/" + prefix + number, generation, PATIENCE) / 1e6;
    }

    private void send(String method, String type, String path, int number, String body, int expected) {
        HttpResponse<String> answer = api.send(
                method,
                "/apis/lambda.hearth.dev/v1alpha1/namespaces/" + namespace(number) + "/functions" + path,
                type,
                body);
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(answer.statusCode() + " for a function: " + answer.body());
        }
    }
}

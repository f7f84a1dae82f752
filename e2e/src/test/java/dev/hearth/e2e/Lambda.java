package dev.hearth.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A caller of the Invoke API over HTTP.
 *
 * @param token what it proves with who it is
 */
public record Lambda(URI url, HttpClient client, Optional<String> token) {
    public Lambda(URI url) {
        this(url, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), Optional.empty());
    }

    /** An answer, shortened to what tests look at. */
    public record Answer(int status, String body, String functionError, String errorType) {
        /** Whether the function was run and gave a result of its own. */
        public boolean isResult() {
            return status == 200 && functionError.isEmpty();
        }
    }

    public Answer invoke(String function, String payload) throws IOException, InterruptedException {
        return answer(client.send(request(function, payload), HttpResponse.BodyHandlers.ofString()));
    }

    /** Invokes it asynchronously; 202: it will be done. */
    public int event(String function, String payload) throws IOException, InterruptedException {
        HttpRequest request = to(function, payload)
                .header("X-Amz-Invocation-Type", "Event")
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** @param clientContext JSON, as a mobile client sends it along */
    public Answer invoke(String function, String payload, String clientContext)
            throws IOException, InterruptedException {
        byte[] context = clientContext.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = to(function, payload)
                .header("X-Amz-Client-Context", Base64.getEncoder().encodeToString(context))
                .build();
        return answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** Whether the function gives a result now; false too when nobody can be reached. */
    public boolean isAnswered(String function) throws InterruptedException {
        try {
            return invoke(function, "{}").isResult();
        } catch (IOException e) {
            return false;
        }
    }

    /** What an other path of the gateway answers to GET. */
    /** What is there, beside invocations. */
    public String get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
        token.ifPresent(own -> request.header("Authorization", "Bearer " + own));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Invokes with the log's tail; that tail as text. */
    public String tail(String function, String payload) throws IOException, InterruptedException {
        HttpRequest request =
                to(function, payload).header("X-Amz-Log-Type", "Tail").build();
        String base64 = client.send(request, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("X-Amz-Log-Result")
                .orElseThrow();
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    public CompletableFuture<Answer> invokeLater(String function, String payload) {
        return client.sendAsync(request(function, payload), HttpResponse.BodyHandlers.ofString())
                .thenApply(Lambda::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("X-Amz-Function-Error").orElse(""),
                response.headers().firstValue("x-amzn-ErrorType").orElse(""));
    }

    private HttpRequest request(String function, String payload) {
        return to(function, payload).timeout(Duration.ofSeconds(120)).build();
    }

    private HttpRequest.Builder to(String function, String payload) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        url.resolve("/2015-03-31/functions/" + function + "/invocations"))
                .POST(HttpRequest.BodyPublishers.ofString(payload));
        token.ifPresent(proof -> request.header("Authorization", "Bearer " + proof));
        return request;
    }
}

package dev.hearth.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A caller of the Invoke API over plain HTTP. */
record Lambda(URI url, HttpClient client) {
    Lambda(URI url) {
        this(url, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** An answer, shortened to what tests look at. */
    record Answer(int status, String body, String functionError, String reason) {}

    Answer invoke(String function, String payload) throws IOException, InterruptedException {
        return answer(client.send(request(function, payload), HttpResponse.BodyHandlers.ofString()));
    }

    CompletableFuture<Answer> invokeLater(String function, String payload) {
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
        return HttpRequest.newBuilder(url.resolve("/2015-03-31/functions/" + function + "/invocations"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(payload))
                .build();
    }
}

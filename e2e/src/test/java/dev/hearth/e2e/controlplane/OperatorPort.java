package dev.hearth.e2e.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The gateway's port for the operator, with the operator's token. */
record OperatorPort(int port, String token) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Status of the answer: 200 or 409. */
    int begin(String function, String uid, String revision) throws IOException, InterruptedException {
        String body = """
                {"uid": "%s", "revision": %s}
                """.formatted(uid, served(function, revision));
        return CLIENT.send(
                        request(function)
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A {@code status.revision} of this id. */
    static String served(String function, String revision) {
        return """
                {"id": "%s", "generation": 1, "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:%s", "version": "$LATEST",
                 "runtime": "java25", "handler": "example.Hello", "memorySize": 128, "timeout": 3, "ephemeralStorage": 512,
                 "codeSha256": "", "code": {"configMap": {"name": "code"}}, "loggingConfig": {"logFormat": "Text"},
                 "deployment": "hello", "deploymentUid": "d-%s"}
                """.formatted(revision, function, revision);
    }

    /** Id of the revision that serves; empty: none. */
    String serving(String function) throws IOException, InterruptedException {
        String answer = CLIENT.send(request(function).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode json = JSON.readTree(answer);
        return json.path("revision").asText();
    }

    private HttpRequest.Builder request(String function) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/operator/v1/namespaces/"
                        + ControlPlane.ACCOUNT + "/functions/" + function))
                .header("Authorization", "Bearer " + token);
    }
}

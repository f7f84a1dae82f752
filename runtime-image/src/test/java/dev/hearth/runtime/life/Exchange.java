package dev.hearth.runtime.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.EnvironmentHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A request of an environment, and the answer the test gives to it. The body may still be on its way. */
public final class Exchange {
    final String method;
    public final String path;
    private final Map<String, String> headers;
    private final OutputStream out;
    final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    final CompletableFuture<byte[]> body = new CompletableFuture<>();
    final Map<String, String> trailers = headerMap();

    Exchange(String method, String path, Map<String, String> headers, OutputStream out) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.out = out;
    }

    static Map<String, String> headerMap() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /** Value of a header; empty without one. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Value of a trailer, once the body is whole; empty without one. */
    String trailer(String name) {
        text();
        return trailers.getOrDefault(name, "");
    }

    /** The whole body as text. */
    public String text() {
        return new String(bytes(), UTF_8);
    }

    /** The whole body. */
    public byte[] bytes() {
        return body.orTimeout(Limits.SECONDS, TimeUnit.SECONDS).join();
    }

    /** The next chunk as it comes. */
    String nextChunk() throws InterruptedException {
        byte[] chunk = chunks.poll(Limits.SECONDS, TimeUnit.SECONDS);
        assertThat(chunk).as("a chunk").isNotNull();
        return new String(chunk, UTF_8);
    }

    public void reply(int status, Map<String, String> replyHeaders, byte[] content) throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head(status, replyHeaders, content.length));
        whole.writeBytes(content);
        out.write(whole.toByteArray());
    }

    private static byte[] head(int status, Map<String, String> headers, int length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        if (status != 204) {
            head.append("content-length: ").append(length).append("\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Sends half of an answer and closes the connection. */
    void replyCutOff(Map<String, String> replyHeaders, byte[] content) throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head(200, replyHeaders, content.length));
        whole.write(content, 0, content.length / 2);
        out.write(whole.toByteArray());
        out.close();
    }

    /** Answers with an invocation; further headers are names and values by turns. */
    void invoke(String requestId, String event, String... more) throws IOException {
        invoke(requestId, event.getBytes(UTF_8), more);
    }

    /** Answers with an invocation; further headers are names and values by turns. */
    public void invoke(String requestId, byte[] event, String... more) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(EnvironmentHeaders.REQUEST_ID, requestId);
        all.put(EnvironmentHeaders.REMAINING_MS, "60000");
        all.put(EnvironmentHeaders.INVOKED_FUNCTION_ARN, "arn:aws:lambda:us-east-1:000000000000:function:f");
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        reply(200, all, event);
    }

    /** Answers that there will be no more work. */
    void retire() throws IOException {
        reply(204, Map.of(), new byte[0]);
    }

    @Override
    public String toString() {
        return method + " " + path + " " + headers;
    }
}

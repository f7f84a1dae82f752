package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * AWS's SDK for Java v2, unmodified, against real functions: synchronous, asynchronous, streaming. Serves {@code
 * e2e/functions/manifests}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AwsClientsContract {
    private static final Pattern ARN = Pattern.compile("\"invokedFunctionArn\":\"([^\"]+)\"");

    private Home hearth;
    private LambdaClient sync;
    private LambdaAsyncClient async;

    /** Starts to serve them. */
    protected abstract Home open() throws Exception;

    @BeforeAll
    void connect() throws Exception {
        hearth = open();
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(hearth.credentials());
        Apache5HttpClient.Builder http = Apache5HttpClient.builder();
        NettyNioAsyncHttpClient.Builder asyncHttp = NettyNioAsyncHttpClient.builder();
        hearth.authority().map(Trust::of).ifPresent(trust -> {
            http.tlsTrustManagersProvider(trust::managers);
            asyncHttp.tlsTrustManagersProvider(trust::managers);
        });
        sync = LambdaClient.builder()
                .endpointOverride(hearth.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(http)
                .build();
        async = LambdaAsyncClient.builder()
                .endpointOverride(hearth.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(asyncHttp)
                .build();
    }

    @AfterAll
    void disconnect() {
        sync.close();
        async.close();
        hearth.close();
    }

    @Test
    void invokes() {
        InvokeResponse answer =
                sync.invoke(r -> r.functionName("echo").payload(SdkBytes.fromUtf8String("{\"a\":\"ü\"}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isNull();
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.payload().asUtf8String()).contains("{\"a\":\"ü\"}");
    }

    @Test
    void tellsTheFunctionItsQualifiedArnAndClientContext() {
        String context = Base64.getEncoder()
                .encodeToString("{\"custom\":{\"k\":\"v\"},\"env\":{\"e\":\"f\"}}".getBytes(StandardCharsets.UTF_8));

        String arn = arn();

        InvokeResponse answer =
                sync.invoke(r -> r.functionName(arn).qualifier("$LATEST").clientContext(context));

        assertThat(answer.payload().asUtf8String())
                .contains("\"invokedFunctionArn\":\"" + arn + ":$LATEST\"")
                .contains("\"clientContext\":\"{k=v} {e=f}\"");
    }

    private String arn() {
        Matcher arn = ARN.matcher(
                sync.invoke(r -> r.functionName("surroundings")).payload().asUtf8String());
        assertThat(arn.find()).isTrue();
        assertThat(arn.group(1)).matches("arn:aws:lambda:us-east-1:[0-9]{12}:function:surroundings");
        return arn.group(1);
    }

    @Test
    void readsFunctionErrorsAndMissingFunctions() {
        InvokeResponse failed =
                sync.invoke(r -> r.functionName("fail").payload(SdkBytes.fromUtf8String("{\"message\":\"no\"}")));

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String())
                .contains("\"errorMessage\":\"no\"", "java.lang.IllegalStateException");
        assertThatThrownBy(() -> sync.invoke(r -> r.functionName("nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void takesAndGivesSixMegabytes() {
        String large = "\"" + "z".repeat(6_291_454) + "\"";

        InvokeResponse answer = sync.invoke(r -> r.functionName("reflect").payload(SdkBytes.fromUtf8String(large)));

        assertThat(answer.functionError()).isNull();
        assertThat(answer.payload().asUtf8String()).isEqualTo(large);
    }

    @Test
    void invokesManyAtOnce() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[20];
        for (int i = 0; i < all.length; i++) {
            all[i] = async.invoke(r -> r.functionName("sleep").payload(SdkBytes.fromUtf8String("{\"ms\":50}")))
                    .thenAccept(answer ->
                            assertThat(answer.payload().asUtf8String()).isEqualTo("\"slept\""));
        }

        assertThat(CompletableFuture.allOf(all)).succeedsWithin(30, TimeUnit.SECONDS);
    }

    @Test
    void streamsWhatIsWrittenAsItIsWritten() throws Exception {
        Streamed streamed = Streamed.from(async, "drip", "\"go\"");

        assertThat(streamed.pieces.poll(20, TimeUnit.SECONDS)).isEqualTo("piece 0\n");
        assertThat(streamed.done).isNotDone();
        streamed.done.get(20, TimeUnit.SECONDS);
        assertThat(streamed.pieces).containsExactly("piece 1\n", "piece 2\n", "piece 3\n", "piece 4\n");
        InvokeWithResponseStreamCompleteEvent end = streamed.ends.poll();
        assertThat(end.errorCode()).isNull();
        assertThat(new String(Base64.getDecoder().decode(end.logResult()), StandardCharsets.UTF_8))
                .startsWith("START RequestId");
    }

    @Test
    void endsABrokenStreamWithItsError() throws Exception {
        Streamed streamed = Streamed.from(async, "drip", "\"fail\"");

        streamed.done.get(20, TimeUnit.SECONDS);

        assertThat(streamed.pieces).hasSize(5);
        InvokeWithResponseStreamCompleteEvent end = streamed.ends.poll();
        assertThat(end.errorCode()).isEqualTo("Unhandled");
        assertThat(end.errorDetails()).contains("broke in the middle", "java.io.IOException");
    }

    /** What the asynchronous client got from one stream. */
    private record Streamed(
            BlockingQueue<String> pieces,
            BlockingQueue<InvokeWithResponseStreamCompleteEvent> ends,
            CompletableFuture<Void> done) {

        static Streamed from(LambdaAsyncClient async, String function, String payload) {
            var pieces = new LinkedBlockingQueue<String>();
            var ends = new LinkedBlockingQueue<InvokeWithResponseStreamCompleteEvent>();
            var visitor = InvokeWithResponseStreamResponseHandler.Visitor.builder()
                    .onPayloadChunk(chunk -> pieces.add(chunk.payload().asUtf8String()))
                    .onInvokeComplete(ends::add)
                    .build();
            var done = async.invokeWithResponseStream(
                    r -> r.functionName(function).logType("Tail").payload(SdkBytes.fromUtf8String(payload)),
                    InvokeWithResponseStreamResponseHandler.builder()
                            .subscriber(visitor)
                            .build());
            return new Streamed(pieces, ends, done);
        }
    }
}

package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** AWS's SDK for Java v2, unmodified, against real functions: synchronous, asynchronous, streaming. */
class ClientsE2E {
    private static final StaticCredentialsProvider ANY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

    private static HearthProcess hearth;
    private static LambdaClient sync;
    private static LambdaAsyncClient async;

    @BeforeAll
    static void up() throws Exception {
        hearth = HearthProcess.up(HearthProcess.checkout().resolve("e2e/functions/manifests"));
        sync = LambdaClient.builder()
                .endpointOverride(hearth.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANY)
                .build();
        async = LambdaAsyncClient.builder()
                .endpointOverride(hearth.url())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANY)
                .build();
    }

    @AfterAll
    static void down() {
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

        InvokeResponse answer =
                sync.invoke(r -> r.functionName("arn:aws:lambda:us-east-1:000000000000:function:surroundings")
                        .qualifier("$LATEST")
                        .clientContext(context));

        assertThat(answer.payload().asUtf8String())
                .contains(
                        "\"invokedFunctionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:surroundings:$LATEST\"")
                .contains("\"clientContext\":\"{k=v} {e=f}\"");
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
        Streamed streamed = Streamed.from("drip", "\"go\"");

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
        Streamed streamed = Streamed.from("drip", "\"fail\"");

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

        static Streamed from(String function, String payload) {
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

package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.dispatch.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** AWS's own client, unmodified, reads our answers. */
class AwsSdkIT {
    private final TestServer server = new TestServer();
    private final StaticCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private final LambdaClient lambda = LambdaClient.builder()
            .endpointOverride(URI.create(server.url("")))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    private final LambdaAsyncClient async = LambdaAsyncClient.builder()
            .endpointOverride(URI.create(server.url("")))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(NettyNioAsyncHttpClient.create())
            .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();

    @AfterEach
    void stop() {
        lambda.close();
        async.close();
        server.close();
    }

    @Test
    void invokes() {
        InvokeResponse response = lambda.invoke(r ->
                r.functionName(FakeCatalog.ARN).qualifier("$LATEST").payload(SdkBytes.fromUtf8String("{\"a\":\"ü\"}")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.payload().asUtf8String()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(response.functionError()).isNull();
        assertThat(response.responseMetadata().requestId()).hasSize(36);
    }

    @Test
    void invokesWithoutPayloadAndDry() throws Exception {
        lambda.invoke(r -> r.functionName("hello"));
        assertThat(server.dispatcher.awaitRunning().invocation.payload()).isEqualTo(new byte[] {'{', '}'});
        assertThat(lambda.invoke(r -> r.functionName("hello").invocationType("DryRun"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void readsErrorsAsItsTypedExceptions() {
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("nobody")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Function not found: ");
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("hello").invocationType("Event")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("not supported by this installation");
        assertThatThrownBy(lambda::listFunctions)
                .isInstanceOfSatisfying(
                        LambdaException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplementedException"))
                .hasMessageContaining("ListFunctions is not supported yet");
        server.dispatcher.behaviour =
                FakeDispatcher.always(new Answer.Unavailable(Answer.Cause.NO_ENVIRONMENT, "none in time"));
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("hello")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("none in time");
    }

    @Test
    void readsThrottles() {
        server.dispatcher.behaviour = FakeDispatcher.always(
                new Answer.Throttled(Answer.Reason.ConcurrentInvocationLimitExceeded, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("hello")))
                .isInstanceOfSatisfying(TooManyRequestsException.class, e -> {
                    assertThat(e.reason()).isEqualTo(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
                    assertThat(e.retryAfterSeconds()).isEqualTo("1");
                    assertThat(e.type()).isEqualTo("User");
                });
    }

    @Test
    void streamsPiecesAsTheyAreWritten() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {};
        Streamed streamed = new Streamed();
        var done = streamed.start();
        FakeDispatcher.Running running = server.dispatcher.awaitRunning();
        assertThat(running.invocation.streaming()).isTrue();
        assertThat(running.invocation.wantsLogTail()).isTrue();
        running.caller.chunk("first ".getBytes(StandardCharsets.UTF_8));
        assertThat(streamed.pieces.poll(5, TimeUnit.SECONDS)).isEqualTo("first ");
        running.caller.chunk("second".getBytes(StandardCharsets.UTF_8));
        running.caller.answered(new Answer.Success(new byte[0], Optional.of("bG9n")));
        done.get(5, TimeUnit.SECONDS);
        assertThat(streamed.pieces).containsExactly("second");
        assertThat(streamed.head.getFirst().executedVersion()).isEqualTo("$LATEST");
        assertThat(streamed.head.getFirst().responseStreamContentType())
                .isEqualTo("application/vnd.amazon.eventstream");
        assertThat(streamed.complete.getFirst().logResult()).isEqualTo("bG9n");
        assertThat(streamed.complete.getFirst().errorCode()).isNull();
    }

    @Test
    void endsABrokenStreamWithTheError() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {
            caller.chunk("half".getBytes(StandardCharsets.UTF_8));
            caller.answered(new Answer.FunctionError(
                    "Runtime.UserException",
                    "{\"errorType\":\"X\"}".getBytes(StandardCharsets.UTF_8),
                    Optional.empty()));
        };
        Streamed streamed = new Streamed();
        streamed.start().get(5, TimeUnit.SECONDS);
        assertThat(streamed.pieces).containsExactly("half");
        assertThat(streamed.complete.getFirst().errorCode()).isEqualTo("Unhandled");
        assertThat(streamed.complete.getFirst().errorDetails()).isEqualTo("{\"errorType\":\"X\"}");
    }

    @Test
    void endsALostStreamWithTheError() throws Exception {
        server.dispatcher.behaviour = (invocation, caller) -> {
            caller.chunk("half".getBytes(StandardCharsets.UTF_8));
            caller.answered(new Answer.Unavailable(Answer.Cause.ENVIRONMENT_LOST, "lost"));
        };
        Streamed streamed = new Streamed();
        streamed.start().get(5, TimeUnit.SECONDS);
        assertThat(streamed.complete.getFirst().errorCode()).isEqualTo("ServiceException");
        assertThat(streamed.complete.getFirst().errorDetails()).isEqualTo("lost");
    }

    @Test
    void refusesAStreamBeforeItsFirstPieceLikeAnyInvoke() {
        server.dispatcher.behaviour = FakeDispatcher.always(
                new Answer.Throttled(Answer.Reason.ConcurrentInvocationLimitExceeded, Duration.ofSeconds(1)));
        assertThat(new Streamed().start())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(TooManyRequestsException.class);
    }

    /** What the async client got from one stream. */
    private final class Streamed {
        final java.util.concurrent.BlockingQueue<String> pieces = new java.util.concurrent.LinkedBlockingQueue<>();
        final List<InvokeWithResponseStreamResponse> head = new ArrayList<>();
        final List<InvokeWithResponseStreamCompleteEvent> complete = new ArrayList<>();

        java.util.concurrent.CompletableFuture<Void> start() {
            return async.invokeWithResponseStream(
                    r -> r.functionName("hello").logType("Tail").payload(SdkBytes.fromUtf8String("{}")),
                    InvokeWithResponseStreamResponseHandler.builder()
                            .onResponse(head::add)
                            .subscriber(InvokeWithResponseStreamResponseHandler.Visitor.builder()
                                    .onPayloadChunk(
                                            chunk -> pieces.add(chunk.payload().asUtf8String()))
                                    .onInvokeComplete(complete::add)
                                    .build())
                            .build());
        }
    }
}

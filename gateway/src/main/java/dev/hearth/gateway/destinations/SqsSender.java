package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.dispatch.Lineage;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Sends messages to SQS and to servers that speak as it does. To a FIFO queue it sends each record once, as far as that knows. */
final class SqsSender implements AutoCloseable {
    /** It would say the same of this message again. */
    private static final Set<String> FOR_GOOD =
            Set.of("InvalidMessageContents", "InvalidParameterValue", "MessageTooLong", "BatchRequestTooLong");

    /** For all of a call, with what the SDK tries again. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Secrets secrets;
    private final Reach reach;
    private final boolean lendsOwn;
    private final NamespacePools<Key, Opened> queues = new NamespacePools<>(opened -> opened.client.close());
    private Optional<SdkHttpClient> http = Optional.empty();

    /** A queue with these credentials; empty: this process's own. */
    private record Key(Destination.Queue queue, Optional<AwsCredentials> credentials) {}

    /** A queue as it was found. */
    private record Opened(SqsClient client, String url) {}

    /** @param lendsOwn whether queues without a secret get this process's own credentials; else there must be one */
    SqsSender(Secrets secrets, Reach reach, boolean lendsOwn) {
        this.secrets = secrets;
        this.reach = reach;
        this.lendsOwn = lendsOwn;
    }

    void send(Debt.Kind kind, Destination.Queue to, AcceptedEvent event, Outcome outcome) throws IOException {
        SendMessageRequest.Builder message = kind == Debt.Kind.DEAD_LETTER
                ? SendMessageRequest.builder()
                        .messageBody(new String(event.payload(), StandardCharsets.UTF_8))
                        .messageAttributes(attributes(event, outcome))
                : SendMessageRequest.builder()
                        .messageBody(new String(InvocationRecord.of(event, outcome), StandardCharsets.UTF_8));
        if (to.isFifo()) {
            message.messageGroupId(event.function().name())
                    .messageDeduplicationId(event.requestId() + "-" + kind.name());
        }
        message.messageSystemAttributes(Map.of(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER, trace(event)));
        String namespace = event.function().namespace();
        Key key = new Key(to, credentials(to, namespace));
        try {
            Opened queue = queues.get(namespace, key, () -> open(key));
            queue.client().sendMessage(message.queueUrl(queue.url()).build());
        } catch (SqsException e) {
            queues.drop(namespace, key);
            throw refusal(e);
        } catch (SdkException e) {
            queues.drop(namespace, key);
            throw new IOException(e.getMessage(), e);
        }
    }

    /** As a function passes it on that sends a message itself: a mapping of the queue can tell a loop by it. */
    private static MessageSystemAttributeValue trace(AcceptedEvent event) {
        return MessageSystemAttributeValue.builder()
                .dataType("String")
                .stringValue(Lineage.passing(event.traceHeader(), event.function()))
                .build();
    }

    private static IOException refusal(SqsException e) {
        String code = Optional.ofNullable(e.awsErrorDetails())
                .flatMap(details -> Optional.ofNullable(details.errorCode()))
                .orElse("");
        return FOR_GOOD.stream().anyMatch(code::endsWith)
                ? new Undeliverable(String.valueOf(e.getMessage()))
                : new IOException(e.getMessage(), e);
    }

    /** Lambda's of a dead letter. */
    private static Map<String, MessageAttributeValue> attributes(AcceptedEvent event, Outcome outcome) {
        return Map.of(
                "RequestID", attribute("String", event.requestId()),
                "ErrorCode", attribute("Number", "200"),
                "ErrorMessage", attribute("String", ErrorMessage.of(outcome)));
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    // ---- queues ----

    private Opened open(Key key) throws IOException {
        Destination.Queue to = key.queue();
        SqsClientBuilder builder = SqsClient.builder()
                .region(Region.of(to.region()))
                .credentialsProvider(provider(key.credentials()))
                .overrideConfiguration(each -> each.apiCallTimeout(PATIENCE).addExecutionInterceptor(new AnswerLimit()))
                .httpClient(http());
        to.endpoint().ifPresent(builder::endpointOverride);
        SqsClient client = builder.build();
        try {
            String url = client.getQueueUrl(request -> {
                        request.queueName(to.name());
                        if (to.endpoint().isEmpty()) {
                            request.queueOwnerAWSAccountId(to.account());
                        }
                    })
                    .queueUrl();
            return new Opened(client, url);
        } catch (SdkException e) {
            client.close();
            throw e;
        }
    }

    /** One for all clients, which are closed without it. It resolves names as it connects: only what was checked is connected to. */
    private synchronized SdkHttpClient http() {
        SdkHttpClient made = http.orElseGet(() -> new SdkHttp(BoundedHttp.client(reach)));
        http = Optional.of(made);
        return made;
    }

    private AwsCredentialsProvider provider(Optional<AwsCredentials> credentials) throws IOException {
        if (credentials.isPresent()) {
            return StaticCredentialsProvider.create(credentials.get());
        }
        if (!lendsOwn) {
            throw new IOException("secretRef is missing: it names whose credentials to use");
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private Optional<AwsCredentials> credentials(Destination.Queue to, String namespace) throws IOException {
        Optional<String> secret = to.secret();
        return secret.isPresent() ? Optional.of(credentials(namespace, secret.get())) : Optional.empty();
    }

    private AwsCredentials credentials(String namespace, String secret) throws IOException {
        Map<String, String> entries = secrets.read(namespace, secret);
        String id = Credentials.entry(entries, secret, "accessKeyId");
        String key = Credentials.entry(entries, secret, "secretAccessKey");
        return entries.containsKey("sessionToken")
                ? AwsSessionCredentials.create(id, key, entries.get("sessionToken"))
                : AwsBasicCredentials.create(id, key);
    }

    @Override
    public synchronized void close() {
        queues.close();
        http.ifPresent(SdkHttpClient::close);
    }
}

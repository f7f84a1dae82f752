package dev.hearth.gateway.destinations;

import dev.hearth.gateway.async.Debt;
import dev.hearth.gateway.async.RecordSender.Undeliverable;
import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.AcceptedEvent;
import dev.hearth.gateway.queue.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Sends messages to SQS and to servers that speak as it does. To a FIFO queue it sends each record once, as far as that knows. */
final class SqsSender implements AutoCloseable {
    /** It would say the same of this message again. */
    private static final Set<String> FOR_GOOD =
            Set.of("InvalidMessageContents", "InvalidParameterValue", "MessageTooLong", "BatchRequestTooLong");

    private static final int MOST_ERROR_CHARS = 1_024;

    private final Secrets secrets;
    private final Reach reach;
    private final boolean lendsOwn;
    private final Map<Destination.Queue, Opened> queues = new ConcurrentHashMap<>();

    /** A queue as it was found, with these credentials. */
    private record Opened(SqsClient client, String url, Optional<AwsCredentials> credentials) {}

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
        try {
            if (to.endpoint().isPresent()) {
                reach.check(to.endpoint().get()); // each time: its name may lead elsewhere by now
            }
            Opened queue = opened(to, event.function().namespace());
            queue.client().sendMessage(message.queueUrl(queue.url()).build());
        } catch (SqsException e) {
            close(to);
            throw refusal(e);
        } catch (SdkException e) {
            close(to);
            throw new IOException(e.getMessage(), e);
        }
    }

    private static IOException refusal(SqsException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return FOR_GOOD.stream().anyMatch(code::endsWith)
                ? new Undeliverable(String.valueOf(e.getMessage()))
                : new IOException(e.getMessage(), e);
    }

    /** Lambda's of a dead letter. */
    private static Map<String, MessageAttributeValue> attributes(AcceptedEvent event, Outcome outcome) {
        String error = outcome.response()
                .map(response -> new String(response.payload(), StandardCharsets.UTF_8))
                .orElse(outcome.condition().name());
        return Map.of(
                "RequestID", attribute("String", event.requestId()),
                "ErrorCode", attribute("Number", "200"),
                "ErrorMessage", attribute("String", error.substring(0, Math.min(error.length(), MOST_ERROR_CHARS))));
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    // ---- queues ----

    private Opened opened(Destination.Queue to, String namespace) throws IOException {
        Optional<AwsCredentials> credentials = to.secret().isPresent()
                ? Optional.of(credentials(namespace, to.secret().get()))
                : Optional.empty();
        Opened known = queues.get(to);
        if (known != null && known.credentials().equals(credentials)) {
            return known;
        }
        close(to);
        Opened opened = open(to, credentials);
        queues.put(to, opened);
        return opened;
    }

    private Opened open(Destination.Queue to, Optional<AwsCredentials> credentials) throws IOException {
        SqsClientBuilder builder = SqsClient.builder()
                .region(Region.of(to.region()))
                .credentialsProvider(provider(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
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
            return new Opened(client, url, credentials);
        } catch (SdkException e) {
            client.close();
            throw e;
        }
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

    private AwsCredentials credentials(String namespace, String secret) throws IOException {
        Map<String, String> entries = secrets.read(namespace, secret);
        String id = Credentials.entry(entries, secret, "accessKeyId");
        String key = Credentials.entry(entries, secret, "secretAccessKey");
        return entries.containsKey("sessionToken")
                ? AwsSessionCredentials.create(id, key, entries.get("sessionToken"))
                : AwsBasicCredentials.create(id, key);
    }

    private void close(Destination.Queue to) {
        Opened known = queues.remove(to);
        if (known != null) {
            known.client().close();
        }
    }

    @Override
    public void close() {
        queues.keySet().forEach(this::close);
    }
}

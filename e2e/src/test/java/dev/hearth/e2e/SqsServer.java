package dev.hearth.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A real server that speaks SQS. */
final class SqsServer implements AutoCloseable {
    private final SQSRestServer server;
    private final String url;
    private final SqsClient client;

    private SqsServer() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        url = "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort();
        client = SqsClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    static SqsServer start() {
        return new SqsServer();
    }

    String url() {
        return url;
    }

    static String arn(String queue) {
        return "arn:aws:sqs:us-east-1:000000000000:" + queue;
    }

    void queue(String name) {
        client.createQueue(request -> request.queueName(name)
                .attributes(name.endsWith(".fifo") ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of()));
    }

    /** Takes what is there now out of a queue. */
    List<Message> take(String queue) {
        String address = client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(address); !some.isEmpty(); some = receive(address)) {
            some.forEach(message ->
                    client.deleteMessage(request -> request.queueUrl(address).receiptHandle(message.receiptHandle())));
            all.addAll(some);
        }
        return all;
    }

    private List<Message> receive(String address) {
        return client.receiveMessage(request ->
                        request.queueUrl(address).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}

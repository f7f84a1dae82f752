package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFrontEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchLogsEvent;
import com.amazonaws.services.lambda.runtime.events.CodeCommitEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoEvent;
import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import com.amazonaws.services.lambda.runtime.events.ConnectEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.IoTButtonEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisFirehoseEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.LambdaDestinationEvent;
import com.amazonaws.services.lambda.runtime.events.LexEvent;
import com.amazonaws.services.lambda.runtime.events.RabbitMQEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.SecretsManagerRotationEvent;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Handlers of AWS's event types; most answer the event they read. */
public class Events {
    /** Reports the second half of a batch as failed. */
    public static class Queue implements RequestHandler<SQSEvent, SQSBatchResponse> {
        @Override
        public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
            List<SQSEvent.SQSMessage> messages = event.getRecords();
            return new SQSBatchResponse(messages.subList(messages.size() / 2, messages.size()).stream()
                    .map(message -> new SQSBatchResponse.BatchItemFailure(message.getMessageId()))
                    .toList());
        }
    }

    /** A web back end. */
    public static class Web implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
        @Override
        public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(200)
                    .withHeaders(Map.of("content-type", "text/plain"))
                    .withBody(event.getRequestContext().getHttp().getMethod() + " " + event.getRawPath())
                    .build();
        }
    }

    /** A web back end on the first API. */
    public static class WebV1 implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
        @Override
        public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
            return new APIGatewayProxyResponseEvent()
                    .withStatusCode(201)
                    .withBody(event.getHttpMethod() + " " + event.getPath());
        }
    }

    public static class Child extends SQSEvent {}

    public Child child(Child event) {
        return event;
    }

    public List<SQSEvent> list(List<SQSEvent> events) {
        return events;
    }

    /** An event type's serialiser changes how plain types' dates are read and written: AWS's library shares a mapper. */
    public Date dateOf(ScheduledEvent event) {
        return new Date(event.getTime().getMillis());
    }

    public Date dateOfConfig(ConfigEvent event) {
        return new Date(1_700_000_000_123L);
    }

    public String keyOf(S3Event event) {
        return event.getRecords().get(0).getS3().getObject().getUrlDecodedKey();
    }

    public String dataOf(KinesisEvent event) {
        return new String(
                event.getRecords().get(0).getKinesis().getData().array(), java.nio.charset.StandardCharsets.UTF_8);
    }

    public String attributeOf(DynamodbEvent event) {
        return event.getRecords().get(0).getDynamodb().getNewImage().toString();
    }

    public SQSEvent sQSEvent(SQSEvent event) {
        return event;
    }

    public SNSEvent sNSEvent(SNSEvent event) {
        return event;
    }

    public KinesisEvent kinesisEvent(KinesisEvent event) {
        return event;
    }

    public KinesisTimeWindowEvent kinesisTimeWindowEvent(KinesisTimeWindowEvent event) {
        return event;
    }

    public DynamodbEvent dynamodbEvent(DynamodbEvent event) {
        return event;
    }

    public DynamodbTimeWindowEvent dynamodbTimeWindowEvent(DynamodbTimeWindowEvent event) {
        return event;
    }

    public S3Event s3Event(S3Event event) {
        return event;
    }

    public APIGatewayProxyRequestEvent aPIGatewayProxyRequestEvent(APIGatewayProxyRequestEvent event) {
        return event;
    }

    public APIGatewayV2HTTPEvent aPIGatewayV2HTTPEvent(APIGatewayV2HTTPEvent event) {
        return event;
    }

    public ApplicationLoadBalancerRequestEvent applicationLoadBalancerRequestEvent(
            ApplicationLoadBalancerRequestEvent event) {
        return event;
    }

    public ScheduledEvent scheduledEvent(ScheduledEvent event) {
        return event;
    }

    public CloudWatchLogsEvent cloudWatchLogsEvent(CloudWatchLogsEvent event) {
        return event;
    }

    public CognitoEvent cognitoEvent(CognitoEvent event) {
        return event;
    }

    public ConfigEvent configEvent(ConfigEvent event) {
        return event;
    }

    public ConnectEvent connectEvent(ConnectEvent event) {
        return event;
    }

    public CodeCommitEvent codeCommitEvent(CodeCommitEvent event) {
        return event;
    }

    public CloudFrontEvent cloudFrontEvent(CloudFrontEvent event) {
        return event;
    }

    public CloudFormationCustomResourceEvent cloudFormationCustomResourceEvent(
            CloudFormationCustomResourceEvent event) {
        return event;
    }

    public LexEvent lexEvent(LexEvent event) {
        return event;
    }

    public IoTButtonEvent ioTButtonEvent(IoTButtonEvent event) {
        return event;
    }

    public KinesisFirehoseEvent kinesisFirehoseEvent(KinesisFirehoseEvent event) {
        return event;
    }

    public LambdaDestinationEvent lambdaDestinationEvent(LambdaDestinationEvent event) {
        return event;
    }

    public SecretsManagerRotationEvent secretsManagerRotationEvent(SecretsManagerRotationEvent event) {
        return event;
    }

    public KafkaEvent kafkaEvent(KafkaEvent event) {
        return event;
    }

    public RabbitMQEvent rabbitMQEvent(RabbitMQEvent event) {
        return event;
    }
}

package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who gets the record of an invocation. */
@ValidationRule(
        value = "!has(self.endpoint) || self.destination.matches('^arn:[^:]+:sqs:')",
        message = "endpoint is for queues only; remove it, or name an SQS queue in destination")
@ValidationRule(
        value = "!has(self.secretRef) || !self.destination.matches('^(arn:[^:]+:lambda:.*|)function:')",
        message = "secretRef is not for functions; remove it")
public class Destination {
    @JsonPropertyDescription(
            "A function of this namespace (function:<name>, with :<qualifier>, or its ARN), the ARN of an SQS queue, a URL (it gets CloudEvents), or nats://<server>/<subject> of a JetStream stream; tls:// for NATS with TLS.")
    @Required
    @Size(max = 512)
    @ValidationRule(
            value =
                    "self.matches('^((arn:aws[-a-z]*:lambda:[-a-z0-9]+:[0-9]{12}:)?function:[a-zA-Z0-9_-]{1,64}(:([$]LATEST|[a-zA-Z0-9_-]{1,128}))?|arn:aws[-a-z]*:sqs:[-a-z0-9]+:[0-9]{12}:[a-zA-Z0-9_-]{1,80}([.]fifo)?|https?://[^\\\\s/]+[^\\\\s]*|(nats|tls)://[^\\\\s/]+/[^\\\\s/*>.]+([.][^\\\\s/*>.]+)*)$')",
            messageExpression =
                    "'destination \"' + self + '\" must be function:<name>, the ARN of a function or of an SQS queue, a URL or nats://<server>/<subject>; SNS, EventBridge and S3 are not supported yet'",
            message =
                    "must be function:<name>, the ARN of a function or of an SQS queue, a URL or nats://<server>/<subject>; SNS, EventBridge and S3 are not supported yet")
    private String destination = "";

    @JsonPropertyDescription(
            "URL of the server that has the queue, such as http://elasticmq:9324; default AWS's in the region of the ARN.")
    @Size(max = 512)
    @ValidationRule(
            value = "self.matches('^https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?(/[a-zA-Z0-9._~/-]*)?$')",
            messageExpression = "'endpoint \"' + self + '\" must be a URL, e.g. http://elasticmq:9324'",
            message = "must be a URL, e.g. http://elasticmq:9324")
    private @Nullable String endpoint;

    @JsonPropertyDescription(
            "What Hearth shows: for a queue accessKeyId, secretAccessKey and maybe sessionToken; for a URL or NATS token, or username and password.")
    private @Nullable SecretReference secretRef;

    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = destination;
    }

    public @Nullable String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(@Nullable String endpoint) {
        this.endpoint = endpoint;
    }

    public @Nullable SecretReference getSecretRef() {
        return secretRef;
    }

    public void setSecretRef(@Nullable SecretReference secretRef) {
        this.secretRef = secretRef;
    }
}

package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where an event that was given up goes, as it was sent. */
public class DeadLetterConfig {
    @JsonPropertyDescription(
            "ARN of an SQS queue, which gets the event itself, with attributes RequestID, ErrorCode and ErrorMessage.")
    @Required
    @Size(max = 512)
    @ValidationRule(
            value = "self.matches('^arn:aws[-a-z]*:sqs:[-a-z0-9]+:[0-9]{12}:[a-zA-Z0-9_-]{1,80}([.]fifo)?$')",
            messageExpression =
                    "'targetArn \"' + self + '\" must be the ARN of an SQS queue, e.g. arn:aws:sqs:us-east-1:000000000000:failed; SNS is not supported yet'",
            message =
                    "must be the ARN of an SQS queue, e.g. arn:aws:sqs:us-east-1:000000000000:failed; SNS is not supported yet")
    private String targetArn = "";

    @JsonPropertyDescription(
            "URL of the server that has the queue, such as http://elasticmq:9324; default AWS's in the region of the ARN.")
    @Size(max = 512)
    @ValidationRule(
            value = "self.matches('^https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?(/[a-zA-Z0-9._~/-]*)?$')",
            messageExpression = "'endpoint \"' + self + '\" must be a URL, e.g. http://elasticmq:9324'",
            message = "must be a URL, e.g. http://elasticmq:9324")
    private @Nullable String endpoint;

    @JsonPropertyDescription("What Hearth shows to the queue: accessKeyId, secretAccessKey and maybe sessionToken.")
    private @Nullable SecretReference secretRef;

    public String getTargetArn() {
        return targetArn;
    }

    public void setTargetArn(String targetArn) {
        this.targetArn = targetArn;
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

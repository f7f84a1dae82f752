package dev.hearth.gateway.catalog;

import dev.hearth.crds.DeadLetterConfig;
import dev.hearth.crds.FunctionArn;
import dev.hearth.crds.SecretReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who gets the records of invocations. Secrets are those of the function's namespace, by name. */
public sealed interface Destination {
    Pattern QUEUE = Pattern.compile("arn:[^:]+:sqs:([^:]+):(\\d{12}):([^:]+)");

    /**
     * Another function.
     *
     * @param account as the ARN says; empty: the function's own
     */
    record OfFunction(Optional<String> account, String name, Optional<String> qualifier) implements Destination {
        @Override
        public String toString() {
            return "function:" + name + qualifier.map(":"::concat).orElse("");
        }
    }

    /**
     * A queue that speaks SQS.
     *
     * @param account 12 digits
     * @param endpoint of the server; empty: AWS's own of the region
     */
    record Queue(
            String arn, String region, String account, String name, Optional<URI> endpoint, Optional<String> secret)
            implements Destination {
        /** Whether it knows a message again that it got already, and keeps an order. */
        public boolean isFifo() {
            return name.endsWith(".fifo");
        }

        @Override
        public String toString() {
            return arn;
        }
    }

    /** Whoever takes CloudEvents by HTTP. */
    record Url(URI url, Optional<String> secret) implements Destination {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * A subject of NATS that a stream of JetStream keeps.
     *
     * @param server {@code nats://} or {@code tls://} with host, maybe port
     */
    record Subject(URI server, String subject, Optional<String> secret) implements Destination {
        @Override
        public String toString() {
            return server + "/" + subject;
        }
    }

    /** @param declared right by the definitions' rules */
    static Destination of(dev.hearth.crds.Destination declared) {
        String text = declared.getDestination();
        Optional<String> secret = secret(declared.getSecretRef());
        Matcher function = FunctionArn.DESTINATION.matcher(text);
        if (function.matches()) {
            return new OfFunction(
                    Optional.ofNullable(function.group(1)), function.group(2), Optional.ofNullable(function.group(3)));
        }
        if (text.startsWith("arn:")) {
            return queue(text, declared.getEndpoint(), secret);
        }
        URI url = URI.create(text);
        return text.startsWith("http")
                ? new Url(url, secret)
                : new Subject(
                        URI.create(url.getScheme() + "://" + url.getAuthority()),
                        url.getPath().substring(1),
                        secret);
    }

    /** A dead-letter queue. */
    static Destination of(DeadLetterConfig declared) {
        return queue(declared.getTargetArn(), declared.getEndpoint(), secret(declared.getSecretRef()));
    }

    private static Queue queue(String arn, @Nullable String endpoint, Optional<String> secret) {
        Matcher queue = QUEUE.matcher(arn);
        if (!queue.matches()) {
            throw new IllegalArgumentException("'" + arn + "' is not the ARN of an SQS queue");
        }
        return new Queue(
                arn,
                queue.group(1),
                queue.group(2),
                queue.group(3),
                Optional.ofNullable(endpoint).map(URI::create),
                secret);
    }

    private static Optional<String> secret(@Nullable SecretReference reference) {
        return Optional.ofNullable(reference).map(SecretReference::getName);
    }
}

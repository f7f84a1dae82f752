package dev.hearth.crds;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the definitions' rules cannot see: whether a destination may be had depends on whose it is. */
public final class DestinationCheck {
    /** Of NATS: words between dots, no wildcards or spaces; {@code $} and {@code _} begin NATS's own. */
    private static final Pattern SUBJECT =
            Pattern.compile("/[^\\s\\p{Cntrl}.*>$_][^\\s\\p{Cntrl}.*>]*(?:\\.[^\\s\\p{Cntrl}.*>]+)*");

    private DestinationCheck() {}

    /**
     * Why it may not.
     *
     * @param field below the resource, e.g. {@code spec.eventInvokeConfig.destinationConfig.onSuccess.destination}
     */
    public record Problem(String field, String message) {}

    /** The first destination that may not be had. */
    public static Optional<Problem> of(String accountId, String functionName, @Nullable EventInvokeConfig config) {
        return Optional.ofNullable(config)
                .map(EventInvokeConfig::getDestinationConfig)
                .flatMap(both -> problem(accountId, functionName, "onSuccess", both.getOnSuccess())
                        .or(() -> problem(accountId, functionName, "onFailure", both.getOnFailure())));
    }

    /** Whether it can be sent to at all: not all that looks like a URL is one. */
    public static boolean isAddress(Destination destination) {
        return isUrl(destination.getDestination())
                && Optional.ofNullable(destination.getEndpoint())
                        .map(DestinationCheck::isUrl)
                        .orElse(true);
    }

    private static boolean isUrl(String text) {
        if (!text.contains("://")) {
            return true;
        }
        try {
            URI url = new URI(text);
            boolean isStream = text.startsWith("nats:") || text.startsWith("tls:");
            return url.getHost() != null
                    && (!isStream || SUBJECT.matcher(url.getPath()).matches());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<Problem> problem(
            String accountId, String functionName, String which, @Nullable Destination destination) {
        return Optional.ofNullable(destination)
                .flatMap(there -> isAddress(there)
                        ? message(accountId, functionName, there.getDestination())
                        : Optional.of(
                                "'%s' is no address; correct it, and encode what a URL cannot hold, e.g. %%7B for {"
                                        .formatted(there.getDestination())))
                .map(message ->
                        new Problem("spec.eventInvokeConfig.destinationConfig." + which + ".destination", message));
    }

    private static Optional<String> message(String accountId, String functionName, String destination) {
        Matcher function = FunctionArn.DESTINATION.matcher(destination);
        if (!function.matches()) {
            return Optional.empty();
        }
        if (function.group(1) != null && !function.group(1).equals(accountId)) {
            return Optional.of(
                    "'%s' is a function of another account than %s, which is not supported yet; name one of this namespace"
                            .formatted(destination, accountId));
        }
        return function.group(2).equals(functionName)
                ? Optional.of("You can't specify the function as a destination for itself; name another than '%s'"
                        .formatted(destination))
                : Optional.empty();
    }
}

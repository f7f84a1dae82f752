package dev.hearth.gateway.catalog;

import dev.hearth.crds.DeadLetterConfig;
import dev.hearth.crds.DestinationCheck;
import dev.hearth.crds.EventInvokeConfig;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the asynchronous invocations of a qualifier.
 *
 * @param maximumRetryAttempts after the first attempt, 0 to 2
 * @param maximumEventAge 60 s to 6 h
 * @param onSuccess who gets the record of what succeeded
 * @param onFailure who gets the record of what was given up
 * @param deadLetters who gets the event itself when it was given up
 */
public record EventPolicy(
        int maximumRetryAttempts,
        Duration maximumEventAge,
        Optional<Destination> onSuccess,
        Optional<Destination> onFailure,
        Optional<Destination> deadLetters) {
    /** Lambda's, where nothing is said. */
    public static final EventPolicy DEFAULT = of(null, null);

    /** What the configuration of a qualifier says, and that of its version. */
    public static EventPolicy of(@Nullable EventInvokeConfig declared, @Nullable DeadLetterConfig deadLetters) {
        EventInvokeConfig config = declared == null ? new EventInvokeConfig() : declared;
        return new EventPolicy(
                config.getMaximumRetryAttempts(),
                Duration.ofSeconds(config.getMaximumEventAgeInSeconds()),
                Optional.ofNullable(config.getDestinationConfig().getOnSuccess())
                        .flatMap(EventPolicy::destination),
                Optional.ofNullable(config.getDestinationConfig().getOnFailure())
                        .flatMap(EventPolicy::destination),
                Optional.ofNullable(deadLetters).map(Destination::of));
    }

    /** One that is none is reported where it is declared; here it is as if it were not there. */
    private static Optional<Destination> destination(dev.hearth.crds.Destination declared) {
        return DestinationCheck.isAddress(declared) ? Optional.of(Destination.of(declared)) : Optional.empty();
    }

    /** This with the dead-letter queue of a version. */
    EventPolicy of(Revision version) {
        return new EventPolicy(
                maximumRetryAttempts,
                maximumEventAge,
                onSuccess,
                onFailure,
                version.events().deadLetters());
    }
}

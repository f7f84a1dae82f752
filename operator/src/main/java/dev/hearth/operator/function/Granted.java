package dev.hearth.operator.function;

import dev.hearth.crds.ProvisionedConcurrencyStatus;
import dev.hearth.operator.gateway.GatewayUnavailable;
import dev.hearth.operator.gateway.ServedAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What of a version's provisioned concurrency is in force.
 *
 * @param asked environments that its annotation or an alias asks for
 * @param environments that are kept initialised
 * @param refusal why these are others than those; empty: they are not
 * @param passes whether the refusal passes by itself, since another version gives up what it has
 */
record Granted(int asked, int environments, Optional<String> refusal, boolean passes) {
    private static final ServedAnswer NOTHING = new ServedAnswer("", 0, 0, 0, false);
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * Adds how it stands.
     *
     * @param gateway asks it
     */
    Outcome outcome(Outcome outcome, Standing before, Supplier<Optional<ServedAnswer>> gateway) {
        Optional<ProvisionedConcurrencyStatus> status = status(outcome, before, gateway);
        Optional<Duration> again =
                passes ? Optional.of(SOON) : outcome.again().or(() -> status.map(ProvisionedStatus::again));
        return new Outcome(outcome.standing().with(status), again);
    }

    private Optional<ProvisionedConcurrencyStatus> status(
            Outcome outcome, Standing before, Supplier<Optional<ServedAnswer>> gateway) {
        if (passes) {
            return Optional.of(ProvisionedStatus.of(asked, NOTHING));
        }
        if (refusal.isEmpty() && environments == 0) {
            return Optional.empty();
        }
        try {
            boolean isTold = environments > 0 && outcome.standing().provisionedExecutions() == environments;
            ServedAnswer now = isTold ? gateway.get().orElse(NOTHING) : NOTHING;
            return Optional.of(refusal.map(why -> ProvisionedStatus.refused(asked, now, why))
                    .orElseGet(() -> ProvisionedStatus.of(environments, now)));
        } catch (GatewayUnavailable e) {
            return before.provisioned();
        }
    }
}

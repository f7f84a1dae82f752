package dev.hearth.operator.function;

import dev.hearth.crds.ProvisionedConcurrencyStatus;
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
 */
record Granted(int asked, int environments, Optional<String> refusal) {
    /**
     * Adds how it stands.
     *
     * @param gateway asks it
     */
    Outcome outcome(Outcome outcome, Supplier<Optional<ServedAnswer>> gateway) {
        Optional<ProvisionedConcurrencyStatus> status = status(outcome, gateway);
        Optional<Duration> again = outcome.again().or(() -> status.map(ProvisionedStatus::again));
        return new Outcome(outcome.standing().with(status), again);
    }

    private Optional<ProvisionedConcurrencyStatus> status(Outcome outcome, Supplier<Optional<ServedAnswer>> gateway) {
        if (refusal.isPresent()) {
            return Optional.of(ProvisionedStatus.refused(asked, refusal.get()));
        }
        if (environments == 0) {
            return Optional.empty();
        }
        ServedAnswer nothing = new ServedAnswer("", 0, 0, 0, false);
        boolean isTold = outcome.standing().provisionedExecutions() == environments;
        return Optional.of(
                ProvisionedStatus.of(environments, isTold ? gateway.get().orElse(nothing) : nothing));
    }
}

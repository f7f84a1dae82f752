package dev.hearth.gateway.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sums by account what functions reserve of its concurrency and versions provision: Lambda leaves 100 of it unreserved. What
 * does not grow is never refused. Not thread-safe.
 */
final class Reservations {
    private static final int MIN_UNRESERVED = 100;

    private final int accountConcurrency;
    private final Map<String, Integer> claimed = new HashMap<>();

    /**
     * Starts with what is claimed already.
     *
     * @param held functions that keep serving unless replaced
     */
    Reservations(int accountConcurrency, Collection<Qualifiers> held) {
        this.accountConcurrency = accountConcurrency;
        held.forEach(function -> function.latest().ifPresent(latest -> add(latest, claim(function))));
    }

    /** What of its account nobody else may have. */
    private static int claim(Qualifiers function) {
        return function.latest()
                .map(Revision::reservedConcurrency)
                .map(reserved -> reserved.orElseGet(function::provisioned))
                .orElse(0);
    }

    /**
     * Replaces what a function reserves.
     *
     * @return why it is refused, or empty
     */
    Optional<String> reserve(Optional<Qualifiers> before, Revision now) {
        int provisioned = before.map(Qualifiers::provisioned).orElse(0);
        int wanted = now.reservedConcurrency().orElse(provisioned);
        if (wanted < provisioned) {
            return Optional.of(
                    " ReservedConcurrentExecutions  %d should not be lower than function's total provisioned concurrency [%d]. Reserve more, or provision less for its aliases"
                            .formatted(wanted, provisioned));
        }
        int growth = wanted - before.map(Reservations::claim).orElse(0);
        if (now.reservedConcurrency().isPresent() && isTooMuch(now, growth)) {
            return Optional.of("%d: ".formatted(wanted)
                    + tooMuch("ReservedConcurrentExecutions")
                    + ". Reserve at most %d here or raise --account-concurrency (%d)"
                            .formatted(room(now, wanted - growth), accountConcurrency));
        }
        add(now, growth);
        return Optional.empty();
    }

    /**
     * Claims so many environments more, or fewer, that are kept initialised for versions of a function.
     *
     * @param granted for all of them until now
     * @return why it is refused, or empty
     */
    Optional<String> provision(Revision function, int granted, int growth) {
        if (function.reservedConcurrency().isPresent()) {
            int cap = function.reservedConcurrency().getAsInt();
            return growth <= 0 || granted + growth <= cap
                    ? Optional.empty()
                    : Optional.of(
                            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function; it has %d, and %d are provisioned already"
                                    .formatted(cap, granted));
        }
        if (isTooMuch(function, growth)) {
            return Optional.of(tooMuch("ConcurrentExecutions")
                    + ". Provision at most %d more or raise --account-concurrency (%d)"
                            .formatted(room(function, 0), accountConcurrency));
        }
        add(function, growth);
        return Optional.empty();
    }

    private static String tooMuch(String what) {
        return "Specified %s for function decreases account's UnreservedConcurrentExecution below its minimum value of [%d]"
                .formatted(what, MIN_UNRESERVED);
    }

    private boolean isTooMuch(Revision function, int growth) {
        return growth > 0 && growth > free(function);
    }

    private int room(Revision function, int held) {
        return Math.max(0, held + free(function));
    }

    private int free(Revision function) {
        return accountConcurrency
                - MIN_UNRESERVED
                - claimed.getOrDefault(function.function().accountId(), 0);
    }

    private void add(Revision function, int amount) {
        claimed.merge(function.function().accountId(), amount, Integer::sum);
    }
}

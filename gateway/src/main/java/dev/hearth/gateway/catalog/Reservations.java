package dev.hearth.gateway.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sums reserved concurrency by account: Lambda leaves 100 of an account's concurrency unreserved. Not thread-safe. */
final class Reservations {
    private static final int MIN_UNRESERVED = 100;

    private final int accountConcurrency;
    private final Map<String, Integer> reserved = new HashMap<>();

    /**
     * Starts with what is reserved already.
     *
     * @param held revisions that keep serving unless replaced
     */
    Reservations(int accountConcurrency, Collection<Revision> held) {
        this.accountConcurrency = accountConcurrency;
        held.forEach(revision -> add(revision, amount(revision)));
    }

    /**
     * Replaces one revision's reservation by another's if the account has room for it. A reservation that does not grow
     * is never refused.
     *
     * @return why it is refused, or empty
     */
    Optional<String> replace(Optional<Revision> before, Revision now) {
        int growth = amount(now) - before.map(Reservations::amount).orElse(0);
        int after = reserved.getOrDefault(now.function().accountId(), 0) + growth;
        if (growth > 0 && after > accountConcurrency - MIN_UNRESERVED) {
            return Optional.of(
                    "%d: Specified ReservedConcurrentExecutions for function decreases account's".formatted(amount(now))
                            + " UnreservedConcurrentExecution below its minimum value of [%d]. Reserve at most %d here or raise --account-concurrency (%d)"
                                    .formatted(MIN_UNRESERVED, room(after, now), accountConcurrency));
        }
        add(now, growth);
        return Optional.empty();
    }

    private int room(int after, Revision now) {
        return Math.max(0, amount(now) - (after - (accountConcurrency - MIN_UNRESERVED)));
    }

    private void add(Revision revision, int amount) {
        reserved.merge(revision.function().accountId(), amount, Integer::sum);
    }

    private static int amount(Revision revision) {
        return revision.reservedConcurrency().orElse(0);
    }
}

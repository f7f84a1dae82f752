package dev.hearth.gateway.async;

import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.Share;
import dev.hearth.gateway.memory.SharedBudget;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Part of an account's memory that one line has, of a function or to a destination. A line has at most as much as its account has
 * left, so that it cannot take all from the others of its account; one that has nothing is served as long as its account is.
 */
final class LineMemory {
    private final SharedBudget budget;
    private final String account;
    private final AtomicLong held = new AtomicLong();

    LineMemory(SharedBudget budget, String account) {
        this.budget = budget;
        this.account = account;
    }

    /** Holds so much until it is closed. Empty: there is no room now. */
    Optional<Holding> lend(long bytes) {
        Share share = budget.share(account);
        long own = held.get();
        long left = budget.total() - budget.held() - share.held();
        if (own > 0 && own + bytes > left - bytes) {
            return Optional.empty();
        }
        Holding loan = new Holding(share, Purpose.BEGIN);
        if (!loan.grow(bytes).isGranted()) {
            return Optional.empty();
        }
        held.addAndGet(bytes);
        loan.onClose(() -> held.addAndGet(-bytes));
        return Optional.of(loan);
    }
}

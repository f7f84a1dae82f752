package dev.hearth.gateway.async;

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
    private final long limit;
    private final String account;
    private final AtomicLong held = new AtomicLong();

    /** @param limit of what begins, of all accounts together */
    LineMemory(SharedBudget budget, long limit, String account) {
        this.budget = budget;
        this.limit = limit;
        this.account = account;
    }

    /** Empty: there is no room now. */
    Optional<Loan> lend(long bytes) {
        Share share = budget.share(account);
        long own = held.get();
        long left = limit - budget.held() - share.held();
        if (own > 0 && own + bytes > left - bytes) {
            return Optional.empty();
        }
        return share.reserve(bytes, Purpose.BEGIN).isGranted()
                ? Optional.of(new Loan(this, share, bytes))
                : Optional.empty();
    }

    /** Memory that is lent for one event, until it is given back. */
    static final class Loan {
        /** Nothing is lent. */
        static final Loan NONE = new Loan();

        private final Optional<LineMemory> line;
        private final Optional<Share> share;
        private final AtomicLong bytes;

        private Loan() {
            this.line = Optional.empty();
            this.share = Optional.empty();
            this.bytes = new AtomicLong();
        }

        private Loan(LineMemory line, Share share, long bytes) {
            this.line = Optional.of(line);
            this.share = Optional.of(share);
            this.bytes = new AtomicLong(bytes);
            line.held.addAndGet(bytes);
        }

        /** A result has come, and is there whether there is room or not: nothing new begins for it. */
        void grow(long more) {
            if (share.filter(one -> one.reserve(more, Purpose.FINISH).isGranted())
                    .isPresent()) {
                bytes.addAndGet(more);
                line.ifPresent(one -> one.held.addAndGet(more));
            }
        }

        /** Once, however often it is asked for. */
        void giveBack() {
            long all = bytes.getAndSet(0);
            if (all > 0) {
                share.ifPresent(one -> one.release(all));
                line.ifPresent(one -> one.held.addAndGet(-all));
            }
        }
    }
}

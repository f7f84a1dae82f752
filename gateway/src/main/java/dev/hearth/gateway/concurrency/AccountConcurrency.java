package dev.hearth.gateway.concurrency;

import dev.hearth.gateway.catalog.FunctionId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The concurrency of one account: a limit over everything, reserved shares of functions, and the unreserved pool that the
 * other functions share.
 *
 * <p>An invocation takes a permit of its function, one of the unreserved pool unless its function has a share, and one of
 * the account. Every function's permits are counted, capped or not, so a cap holds from the moment it is set, over what
 * runs already; and the account's limit holds at every moment, also while shares change.
 */
public final class AccountConcurrency {
    private static final Admission RESERVED_USED_UP = new Admission.ReservedUsedUp();
    private static final Admission ACCOUNT_USED_UP = new Admission.AccountUsedUp();
    private static final int NO_CAP = Integer.MAX_VALUE;

    private final int limit;
    private final Limit account;
    private final Limit unreserved;
    private final Optional<Limit> fromUnreserved;
    private final Map<FunctionId, Limit> functions = new ConcurrentHashMap<>();
    /** Sum of all shares; guarded by this. */
    private int reserved;

    /** @param limit concurrent invocations of the whole account, at least 1 */
    public AccountConcurrency(int limit) {
        this.limit = limit;
        this.account = new Limit(limit);
        this.unreserved = new Limit(limit);
        this.fromUnreserved = Optional.of(unreserved);
    }

    /** Sets or clears a function's reserved concurrency; 0 blocks it. */
    public synchronized void reserve(FunctionId function, OptionalInt share) {
        resize(known(function), share.orElse(NO_CAP));
    }

    private Limit known(FunctionId function) {
        return functions.computeIfAbsent(function, _ -> new Limit(NO_CAP));
    }

    /** Forgets the functions that are not among these. */
    public synchronized void retain(Set<FunctionId> known) {
        functions.forEach((function, own) -> {
            if (!known.contains(function)) {
                resize(own, NO_CAP);
                if (own.closeIfUnused()) {
                    functions.remove(function, own);
                }
            }
        });
    }

    private void resize(Limit own, int permits) {
        if (own.permits() != permits) {
            reserved += share(permits) - share(own.permits());
            own.resize(permits);
            unreserved.resize(Math.max(0, limit - reserved));
        }
    }

    private static int share(int permits) {
        return permits == NO_CAP ? 0 : permits;
    }

    /** Takes a permit for a function without a share of its own unless one was set, or says which limit is in the way. */
    public Admission admit(FunctionId function) {
        return admit(function, OptionalInt.empty());
    }

    /**
     * Takes a permit, or says which limit is in the way.
     *
     * @param share the function's reserved concurrency, should this be the first that is heard of it
     */
    public Admission admit(FunctionId function, OptionalInt share) {
        Limit own;
        Admission admission;
        do {
            own = functions.get(function);
            if (own == null) {
                own = firstSeen(function, share);
            }
            admission = own.permits() == NO_CAP ? admitUnreserved(own) : admitReserved(own);
        } while (own.isClosed());
        return admission;
    }

    private synchronized Limit firstSeen(FunctionId function, OptionalInt share) {
        if (!functions.containsKey(function)) {
            reserve(function, share);
        }
        return known(function);
    }

    private Admission admitReserved(Limit own) {
        if (!own.tryTake()) {
            return RESERVED_USED_UP;
        }
        if (!account.tryTake()) {
            own.giveBack();
            return ACCOUNT_USED_UP;
        }
        return new Admission.Admitted(new Permit(own, Optional.empty(), account));
    }

    private Admission admitUnreserved(Limit own) {
        if (!unreserved.tryTake()) {
            return ACCOUNT_USED_UP;
        }
        if (!account.tryTake()) {
            unreserved.giveBack();
            return ACCOUNT_USED_UP;
        }
        if (!own.tryTake()) {
            account.giveBack();
            unreserved.giveBack();
            return own.permits() == NO_CAP ? ACCOUNT_USED_UP : RESERVED_USED_UP;
        }
        return new Admission.Admitted(new Permit(own, fromUnreserved, account));
    }

    /** Permits that are out. */
    public int inFlight() {
        return account.taken();
    }

    /** Permits of the unreserved pool that are out. */
    public int unreservedInFlight() {
        return unreserved.taken();
    }

    /** The account's limit. */
    public int limit() {
        return limit;
    }
}

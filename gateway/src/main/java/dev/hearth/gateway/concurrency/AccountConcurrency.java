package dev.hearth.gateway.concurrency;

import dev.hearth.gateway.catalog.FunctionId;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The concurrency of one account: a limit over everything, reserved shares of functions, and the unreserved pool that the
 * other functions share.
 *
 * <p>An invocation takes a permit of its share (reserved or unreserved) and one of the account, so the account's limit
 * holds at every moment, also while shares change under running invocations.
 */
public final class AccountConcurrency {
    private static final Admission RESERVED_USED_UP = new Admission.ReservedUsedUp();
    private static final Admission ACCOUNT_USED_UP = new Admission.AccountUsedUp();

    private final int limit;
    private final Limit account;
    private final Limit unreserved;
    private final Map<FunctionId, Limit> reserved = new ConcurrentHashMap<>();
    private final Map<FunctionId, Integer> shares = new ConcurrentHashMap<>();

    /** @param limit concurrent invocations of the whole account, at least 1 */
    public AccountConcurrency(int limit) {
        this.limit = limit;
        this.account = new Limit(limit);
        this.unreserved = new Limit(limit);
    }

    /** Sets or clears a function's reserved concurrency; 0 blocks it. */
    public synchronized void reserve(FunctionId function, OptionalInt share) {
        if (share.isPresent()) {
            shares.put(function, share.getAsInt());
            reserved.computeIfAbsent(function, _ -> new Limit(0)).resize(share.getAsInt());
        } else {
            shares.remove(function);
            reserved.remove(function);
        }
        shareOut();
    }

    /** Forgets the shares of functions that are not among these. */
    public synchronized void retain(Set<FunctionId> functions) {
        shares.keySet().retainAll(functions);
        reserved.keySet().retainAll(functions);
        shareOut();
    }

    private void shareOut() {
        int sum = shares.values().stream().mapToInt(Integer::intValue).sum();
        unreserved.resize(Math.max(0, limit - sum));
    }

    /** Takes a permit, or says which limit is in the way. */
    public Admission admit(FunctionId function) {
        Limit own = reserved.get(function);
        Limit share = own == null ? unreserved : own;
        if (!share.tryTake()) {
            return own == null ? ACCOUNT_USED_UP : RESERVED_USED_UP;
        }
        if (!account.tryTake()) {
            share.giveBack();
            return ACCOUNT_USED_UP;
        }
        return new Admission.Admitted(new Permit(share, account));
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

package dev.hearth.gateway.concurrency;

import dev.hearth.gateway.catalog.Revision;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency of one account: a limit over everything, what functions have reserved or provisioned of it, and the unreserved
 * pool that the others share.
 *
 * <pre>
 *   invocation ──► provisioned for its version ─────────────────────┐
 *          └─ else ► on demand: of its function's reserved           ├──► function ──► account ──► installation
 *                    concurrency, or else of the unreserved pool ───┘
 * </pre>
 *
 * <p>An invocation takes a permit of each limit on its way, or none; so every limit holds at every moment, also while they change.
 */
final class AccountConcurrency {
    private static final Admission RESERVED_USED_UP = new Admission.ReservedUsedUp();
    private static final Admission ACCOUNT_USED_UP = new Admission.AccountUsedUp();

    private final Limit installation;
    private final Limit account;
    private final Limit unreserved;
    private final Map<String, FunctionConcurrency> functions = new ConcurrentHashMap<>();
    /** Sum over all functions. */
    private int claimed;

    AccountConcurrency(int limit, Limit installation) {
        this.installation = installation;
        this.account = new Limit(limit);
        this.unreserved = new Limit(limit);
    }

    // ---- changing ----

    synchronized void limit(int permits) {
        account.resize(permits);
        claim(0);
    }

    /** What this revision's function has reserved, and what is provisioned for its version. */
    synchronized void serve(Revision now) {
        FunctionConcurrency own = functions.computeIfAbsent(now.function().name(), _ -> new FunctionConcurrency());
        int before = own.claim();
        own.reserve(now.reservedConcurrency());
        own.provision(now.version(), now.provisionedConcurrency());
        claim(own.claim() - before);
    }

    /** This revision serves no more, and no other of its version. */
    synchronized void withdraw(Revision before) {
        @Nullable FunctionConcurrency own = functions.get(before.function().name());
        if (own != null) {
            int claimedBefore = own.claim();
            own.provision(before.version(), 0);
            claim(own.claim() - claimedBefore);
        }
    }

    /** Forgets functions and versions that are not among these. */
    synchronized void retain(Map<String, Set<String>> versionsByFunction) {
        functions.forEach((name, own) -> {
            @Nullable Set<String> versions = versionsByFunction.get(name);
            int before = own.claim();
            if (versions == null) {
                own.reserve(OptionalInt.empty());
            }
            own.retain(versions == null ? Set.of() : versions);
            claim(own.claim() - before);
            if (versions == null && own.closeIfUnused()) {
                functions.remove(name, own);
            }
        });
    }

    private void claim(int more) {
        claimed += more;
        unreserved.resize(Math.max(0, account.permits() - claimed));
    }

    // ---- admitting ----

    Admission admit(Revision revision) {
        while (true) {
            @Nullable
            FunctionConcurrency own = functions.get(revision.function().name());
            if (own == null) {
                serve(revision);
            } else {
                Admission admission = admit(own, revision.version());
                if (!own.total().isClosed()) {
                    return admission;
                }
            }
        }
    }

    private Admission admit(FunctionConcurrency own, String version) {
        @Nullable Limit provisioned = own.provisionedFor(version);
        if (provisioned != null
                && take(provisioned, own.total(), account, installation) instanceof Admission.Admitted admitted) {
            return admitted;
        }
        return take(own.isCapped() ? own.onDemand() : unreserved, own.total(), account, installation);
    }

    /** A permit of each, or of none. */
    private Admission take(Limit... wanted) {
        for (int taken = 0; taken < wanted.length; taken++) {
            if (!wanted[taken].tryTake()) {
                for (int held = 0; held < taken; held++) {
                    wanted[held].giveBack();
                }
                return refusal(wanted[taken]);
            }
        }
        return new Admission.Admitted(new Permit(wanted));
    }

    private Admission refusal(Limit inTheWay) {
        return inTheWay == account || inTheWay == unreserved || inTheWay == installation
                ? ACCOUNT_USED_UP
                : RESERVED_USED_UP;
    }

    // ---- reading ----

    int limit() {
        return account.permits();
    }

    /** Permits of the unreserved pool that are out. */
    int unreservedInFlight() {
        return unreserved.taken();
    }
}

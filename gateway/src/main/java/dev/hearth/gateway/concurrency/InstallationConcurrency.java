package dev.hearth.gateway.concurrency;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Revision;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many invocations run at the same time: the limit of each account, and one over all of them. Thread-safe. */
public final class InstallationConcurrency {
    private final Limit total;
    private final int accountLimit;
    private final Map<String, Integer> ownLimits = new ConcurrentHashMap<>();
    private final Map<String, AccountConcurrency> accounts = new ConcurrentHashMap<>();

    /**
     * Nothing reserved, nothing provisioned.
     *
     * @param total concurrent invocations of all accounts, at least 1
     * @param accountLimit of an account that has none of its own, at least 1
     */
    public InstallationConcurrency(int total, int accountLimit) {
        this.total = new Limit(total);
        this.accountLimit = accountLimit;
    }

    /** One account's limit is the installation's. */
    public static InstallationConcurrency ofOneAccount(int limit) {
        return new InstallationConcurrency(limit, limit);
    }

    // ---- changing ----

    /** @param limit of this account; empty: as of every other */
    public void limit(String accountId, OptionalInt limit) {
        if (limit.isPresent()) {
            ownLimits.put(accountId, limit.getAsInt());
        } else {
            ownLimits.remove(accountId);
        }
        AccountConcurrency known = accounts.get(accountId);
        if (known != null) {
            known.limit(limitOf(accountId));
        }
    }

    private int limitOf(String accountId) {
        return ownLimits.getOrDefault(accountId, accountLimit);
    }

    /** This revision serves: its function has reserved, and its version provisioned, what it says. */
    public void serve(Revision now) {
        account(now.function()).serve(now);
    }

    /** This revision serves no more, and no other of its version. */
    public void withdraw(Revision before) {
        account(before.function()).withdraw(before);
    }

    /** Nothing else serves: other functions and versions give back what they had. */
    public void retain(Collection<Revision> serving) {
        Map<String, Map<String, Set<String>>> known = serving.stream()
                .collect(groupingBy(
                        revision -> revision.function().accountId(),
                        groupingBy(revision -> revision.function().name(), mapping(Revision::version, toSet()))));
        accounts.forEach((id, account) -> account.retain(known.getOrDefault(id, Map.of())));
    }

    private AccountConcurrency account(FunctionId function) {
        return account(function.accountId());
    }

    private AccountConcurrency account(String id) {
        AccountConcurrency known = accounts.get(id);
        return known != null ? known : accounts.computeIfAbsent(id, _ -> new AccountConcurrency(limitOf(id), total));
    }

    // ---- admitting ----

    /** Takes a permit, or says which limit is in the way. */
    public Admission admit(Revision revision) {
        return account(revision.function()).admit(revision);
    }

    // ---- reading ----

    /** Permits that are out. */
    public int inFlight() {
        return total.taken();
    }

    /** Permits of unreserved pools that are out. */
    public int unreservedInFlight() {
        return accounts.values().stream()
                .mapToInt(AccountConcurrency::unreservedInFlight)
                .sum();
    }

    /** The limit of an account. */
    public int limit(String accountId) {
        return account(accountId).limit();
    }
}

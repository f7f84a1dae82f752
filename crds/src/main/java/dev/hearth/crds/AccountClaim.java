package dev.hearth.crds;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace's claim to an account id: part of the API, since operator and gateway must name the same owner.
 *
 * @param accountId 12 digits
 * @param byAnnotation whether an annotation says so; else the namespace's name does
 * @param created of the namespace, RFC 3339
 */
public record AccountClaim(String accountId, String namespace, boolean byAnnotation, String created) {
    private static final Comparator<AccountClaim> OWNER_FIRST = Comparator.comparing(AccountClaim::byAnnotation)
            .thenComparing(AccountClaim::created)
            .thenComparing(AccountClaim::namespace);

    public static AccountClaim of(String namespace, Map<String, String> annotations, String created) {
        String id = Account.idOf(namespace, annotations);
        return new AccountClaim(id, namespace, !id.equals(Account.idOf(namespace)), created);
    }

    /**
     * Whose the account is, of all that claim it: the one whose name gives it, since no annotation can take that away; then the
     * oldest namespace. Empty: nobody claims it.
     */
    public static Optional<AccountClaim> owner(Collection<AccountClaim> claims) {
        return claims.stream().min(OWNER_FIRST);
    }
}

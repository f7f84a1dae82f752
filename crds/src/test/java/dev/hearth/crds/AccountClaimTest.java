package dev.hearth.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountClaimTest {
    private static final String ID = "123456789012";

    private static AccountClaim annotated(String namespace, String id, String created) {
        return AccountClaim.of(namespace, Map.of(Account.ID, id), created);
    }

    @Test
    void aNameThatGivesAnIdComesBeforeEveryCopyOfIt() {
        AccountClaim victim = AccountClaim.of("victim", Map.of(), "2026-02-01T00:00:00Z");
        AccountClaim copy = annotated("mallory", Account.idOf("victim"), "2026-01-01T00:00:00Z");

        assertThat(AccountClaim.owner(List.of(copy, victim))).contains(victim);
        assertThat(AccountClaim.owner(List.of(victim, copy))).contains(victim);
    }

    @Test
    void ofTwoAnnotationsTheOlderNamespacesCounts() {
        AccountClaim late = annotated("a", ID, "2026-02-01T00:00:00Z");
        AccountClaim early = annotated("b", ID, "2026-01-01T00:00:00Z");

        assertThat(AccountClaim.owner(List.of(late, early))).contains(early);
    }

    @Test
    void sayingTheIdOfItsOwnNameIsNoCopy() {
        assertThat(annotated("victim", Account.idOf("victim"), "").byAnnotation())
                .isFalse();
    }

    @Test
    void nobodyOwnsWhatNobodyClaims() {
        assertThat(AccountClaim.owner(List.of())).isEmpty();
    }
}

package dev.hearth.crds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void givesTheDefaultNamespaceTheLocalAccount() {
        assertThat(Account.idOf("default")).isEqualTo("000000000000");
    }

    @Test
    void derivesTwelveDigitsThatNeverChange() {
        assertThat(Account.idOf("team-a")).matches("\\d{12}").isEqualTo(Account.idOf("team-a"));
        assertThat(Account.idOf("team-a")).isNotEqualTo(Account.idOf("team-b")).isNotEqualTo("000000000000");
    }
}

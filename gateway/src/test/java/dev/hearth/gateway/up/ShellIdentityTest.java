package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellIdentityTest {
    @Test
    void isLambdasExampleWhenTheShellSaysNothing() {
        assertThat(ShellIdentity.of("", "", Map.of())).isEqualTo(new ShellIdentity("us-east-1", "000000000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "ap-south-1, us-west-2, eu-west-1, ap-south-1",
        "'',         us-west-2, eu-west-1, us-west-2",
        "'',         '',        eu-west-1, eu-west-1",
    })
    void theShellsRegionIsTheDefaultAsForAwsTools(String hearth, String aws, String awsDefault, String expected) {
        Map<String, String> shell =
                Map.of("HEARTH_REGION", hearth, "AWS_REGION", aws, "AWS_DEFAULT_REGION", awsDefault);

        assertThat(ShellIdentity.of("", "", shell).region()).isEqualTo(expected);
        assertThat(ShellIdentity.of("eusc-de-east-1", "", shell).region()).isEqualTo("eusc-de-east-1");
    }

    @Test
    void theShellsAccountIsTheDefault() {
        Map<String, String> shell = Map.of("AWS_ACCOUNT_ID", "123456789012");

        assertThat(ShellIdentity.of("", "", shell).accountId()).isEqualTo("123456789012");
        assertThat(ShellIdentity.of("", "210987654321", shell).accountId()).isEqualTo("210987654321");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "us-east-1a", "us_east_1", "US-EAST-1", "us-east-1:x"})
    void saysWhereAWrongRegionComesFrom(String wrong) {
        assertThatThrownBy(() -> ShellIdentity.of("", "", Map.of("AWS_DEFAULT_REGION", wrong)))
                .isInstanceOf(UpFailure.class)
                .hasMessageContaining("AWS_DEFAULT_REGION is '" + wrong + "'")
                .hasMessageContaining("--region us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234-5678-9012", "12345678901", "1234567890123", "any"})
    void saysWhereAWrongAccountComesFrom(String wrong) {
        assertThatThrownBy(() -> ShellIdentity.of("", wrong, Map.of()))
                .isInstanceOf(UpFailure.class)
                .hasMessageContaining("--account-id is '" + wrong + "'")
                .hasMessageContaining("12 digits");
    }
}

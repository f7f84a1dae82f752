package dev.hearth.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void anAddressIsTheSameHoweverItIsWritten() {
        List<String> names = List.of("2001:db8::1", "10.0.0.1", "Lambda.example.com");
        Credentials server = Credentials.authority(NOW, Duration.ofDays(10)).issue(names, NOW, Duration.ofDays(1));

        assertThat(server.isFor(names)).isTrue();
        assertThat(server.isFor(List.of("2001:DB8:0:0:0:0:0:1", "lambda.example.com")))
                .isTrue();
        assertThat(server.isFor(List.of("2001:db8::2"))).isFalse();
        assertThat(server.isFor(List.of("10.0.0.2"))).isFalse();
        assertThat(server.isFor(List.of("other.example.com"))).isFalse();
    }
}

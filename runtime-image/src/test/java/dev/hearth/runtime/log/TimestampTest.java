package dev.hearth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000Z",
        "2026-01-02T03:04:00Z, 2026-01-02T03:04:00.000Z",
        "2026-01-02T03:04:05.1Z, 2026-01-02T03:04:05.100Z",
        "2026-01-02T03:04:05.000999Z, 2026-01-02T03:04:05.000Z",
        "2026-01-02T03:04:05.123456789Z, 2026-01-02T03:04:05.123Z"
    })
    void alwaysHasMilliseconds(Instant moment, String text) {
        assertThat(Timestamp.text(moment)).isEqualTo(text);
    }
}

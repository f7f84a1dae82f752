package dev.hearth.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillisTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.00",
        "-3, 0.00",
        "0.004, 0.00",
        "0.005, 0.01",
        "0.09, 0.09",
        "0.1, 0.10",
        "3.01, 3.01",
        "9.999, 10.00",
        "110.1, 110.10",
        "900000, 900000.00"
    })
    void hasTwoDecimals(double millis, String text) {
        assertThat(Millis.text(millis)).isEqualTo(text);
    }

    @Test
    void readsLikeTheJdksFormat() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double millis = random.nextInt(1_000_000) / 100.0;
            assertThat(Millis.text(millis)).isEqualTo(String.format(Locale.ROOT, "%.2f", millis));
        }
    }
}

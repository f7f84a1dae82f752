package dev.hearth.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalerTest {
    @ParameterizedTest(name = "provisioned {0}, maximum {1}, peak {2} -> {3}")
    @CsvSource({"0,10,0,0", "0,10,7,7", "0,10,70,10", "5,10,0,5", "5,10,7,7", "5,3,0,3", "0,0,9,0"})
    void wantsThePeakWithinItsBounds(int provisioned, int maximum, int peak, int wanted) {
        assertThat(Scaler.wanted(new ScalingPolicy(provisioned, OptionalInt.of(maximum)), peak))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"0,1000000", "3,2000000"})
    void isUnboundedWithoutAMaximum(int provisioned, int peak) {
        assertThat(Scaler.wanted(new ScalingPolicy(provisioned, OptionalInt.empty()), peak))
                .isEqualTo(peak);
    }
}

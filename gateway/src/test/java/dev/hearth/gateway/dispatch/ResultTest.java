package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void aDroppedResultIsNoSuccessWithATailEither() {
        Answer.Unavailable noRoom = new Answer.Unavailable(Answer.Cause.RESULT_DROPPED, "no room");
        Result dropped =
                new Result("r-1", Optional.empty(), new byte[0], Optional.of("YQ=="), false, Optional.of(noRoom));

        assertThat(dropped.with("Yg==").toAnswer()).isEqualTo(noRoom);
    }
}

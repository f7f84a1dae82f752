package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.queue.Busy;
import dev.hearth.gateway.queue.QueueFull;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class QueueFailureTest {
    @Test
    void tellsNothingOfServersAndDisks() {
        QueueFailure failure = QueueFailure.of(new CompletionException(
                new IOException("its stream does not take it: nats://10.0.0.7:4222 Authorization Violation [10076]")));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        QueueFailure.Ours.class,
                        ours -> assertThat(ours.why()).doesNotContain("nats", "10.0.0.7", "Authorization", "stream"));
    }

    @Test
    void tellsWhatHearthSaysItself() {
        assertThat(QueueFailure.of(new QueueFull("full"))).isEqualTo(new QueueFailure.Ours("full"));
        assertThat(QueueFailure.of(new CompletionException(new Busy("busy")))).isEqualTo(new QueueFailure.Ours("busy"));
        assertThat(QueueFailure.of(new QueueFull("share", true))).isEqualTo(new QueueFailure.OverShare("share"));
    }
}

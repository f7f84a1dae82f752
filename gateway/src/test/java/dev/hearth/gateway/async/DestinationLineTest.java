package dev.hearth.gateway.async;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.Destination;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.EventQueueContract;
import dev.hearth.gateway.queue.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationLineTest {
    private static final int AT_ONCE = 16;

    private final DestinationLine line = new DestinationLine(
            new Destination.OfFunction(Optional.empty(), "f", Optional.empty()),
            new EventMemory(1L << 30).records(EventQueueContract.event(0).function()));
    private long now = 1_000;

    private static Settled settled(int number) {
        Outcome outcome = new Outcome(Outcome.Condition.Success, 1, Instant.EPOCH, Optional.empty());
        return new Settled(new EventQueue.Place() {}, EventQueueContract.event(number), outcome, 0);
    }

    private void add(int count) {
        for (int number = 0; number < count; number++) {
            line.add(settled(number));
        }
    }

    private @Nullable Settled next() {
        return line.next(now);
    }

    private List<Settled> all() {
        List<Settled> taken = new ArrayList<>();
        for (Settled next = next(); next != null; next = next()) {
            taken.add(next);
        }
        return taken;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** None of which is taken. */
    private int triesOfAnHour() {
        int tries = 0;
        for (int second = 0; second < 3_600; second++) {
            for (Settled each : all()) {
                line.failed(each, now);
                tries++;
            }
            pass(Duration.ofSeconds(1));
        }
        return tries;
    }

    /** A restart of a second is no reason to wait for minutes. */
    @Test
    void manyThatFailAtOnceAreOnePause() {
        add(100);
        List<Settled> sending = all();
        assertThat(sending).hasSize(AT_ONCE);

        sending.forEach(each -> line.failed(each, now));
        assertThat(all()).isEmpty();
        pass(Duration.ofSeconds(1));

        assertThat(all()).as("one finds out whether it is back").hasSize(1);
    }

    @Test
    void isTriedMoreAndMoreSeldomWhileItIsDown() {
        add(50);
        int tries = triesOfAnHour();

        assertThat(tries).isBetween(AT_ONCE, 2 * AT_ONCE + 12);
    }

    @Test
    void isDownAgainWithRecordsThatHaveFailedBefore() {
        add(50);
        all().forEach(each -> line.failed(each, now));
        pass(Duration.ofSeconds(1));
        assertThat(line.sent(all().getFirst())).as("it is back").isTrue();
        int tries = triesOfAnHour();

        assertThat(tries).isLessThan(4 * AT_ONCE);
    }

    @Test
    void givesEverythingOnceItIsBack() {
        add(50);
        all().forEach(each -> line.failed(each, now));
        pass(Duration.ofMinutes(10));
        int sent = 0;
        for (List<Settled> some = all(); !some.isEmpty(); some = all()) {
            some.forEach(line::sent);
            sent += some.size();
        }

        assertThat(sent).isEqualTo(50);
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void oneThatCannotBeSentNowIsNotGone() {
        add(1);
        Settled only = all().getFirst();
        assertThat(line.isEmpty()).isFalse();
        line.later(only, now + 1);
        assertThat(line.isEmpty()).isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(all()).containsExactly(only);
        line.skipped(only);
        assertThat(line.isEmpty()).isTrue();
    }
}

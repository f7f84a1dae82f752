package dev.hearth.gateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final AcceptedEvent EVENT = EventQueueContract.event(11);
    private static final Outcome OUTCOME = new Outcome(
            Outcome.Condition.RetriesExhausted,
            3,
            Instant.ofEpochMilli(5),
            Optional.of(new Outcome.Response("7", Optional.of("Unhandled"), new byte[] {1, 2, 3})));
    private static final byte[] COMPLETED = EventCodec.bytes(EVENT, OUTCOME);

    private static void assertUnreadable(byte[] record) {
        assertThatThrownBy(() -> EventCodec.event(record)).isInstanceOf(EventQueue.Unreadable.class);
    }

    /** As the first releases wrote it, spelled out. */
    @Test
    void readsAndWritesWhatEarlierReleasesWrote() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text :
                new String[] {EVENT.requestId(), "us-east-1", "111122223333", "shop", "f2", "live", EVENT.traceHeader()
                }) {
            out.writeUTF(text);
        }
        out.writeLong(EVENT.acceptedAt().toEpochMilli());
        out.writeInt(EVENT.payload().length);
        out.write(EVENT.payload());

        assertThat(EventCodec.event(bytes.toByteArray()))
                .usingRecursiveComparison()
                .isEqualTo(EVENT);
        assertThat(EventCodec.bytes(EVENT)).isEqualTo(bytes.toByteArray());
        byte[] note = ByteBuffer.allocate(12).putInt(2).putLong(77).array();
        assertThat(EventCodec.progress(note)).isEqualTo(new Progress(2, Instant.ofEpochMilli(77), Instant.EPOCH));
    }

    @Test
    void theFirstByteOfEveryRecordIsItsFormat() {
        assertThat(EventCodec.bytes(EVENT)[0]).isZero();
        assertThat(COMPLETED[0]).isZero();
        assertThat(
                        EventCodec.bytes(
                                new Progress(Integer.MAX_VALUE, Instant.ofEpochMilli(Long.MAX_VALUE), Instant.EPOCH))[
                                0])
                .isZero();
        AcceptedEvent long256 =
                new AcceptedEvent("x".repeat(256), EVENT.function(), Optional.empty(), "", Instant.EPOCH, new byte[0]);
        assertThatThrownBy(() -> EventCodec.bytes(long256)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void anotherFormatIsUnreadableAndSaysWhich() {
        for (int format = 1; format < 256; format++) {
            byte[] record = COMPLETED.clone();
            record[0] = (byte) format;
            byte[] note = EventCodec.bytes(Progress.NONE);
            note[0] = (byte) format;

            assertThatThrownBy(() -> EventCodec.completed(record))
                    .isInstanceOf(EventQueue.Unreadable.class)
                    .hasMessageContaining("format " + format);
            assertThatThrownBy(() -> EventCodec.progress(note)).isInstanceOf(EventQueue.Unreadable.class);
        }
    }

    @Test
    void aRecordThatIsCutAnywhereIsUnreadable() throws IOException {
        int eventEnds = EventCodec.bytes(EVENT).length;
        for (int length = 0; length < COMPLETED.length; length++) {
            byte[] cut = Arrays.copyOf(COMPLETED, length);
            assertThatThrownBy(() -> EventCodec.completed(cut)).isInstanceOf(EventQueue.Unreadable.class);
            if (length != eventEnds) {
                assertUnreadable(cut);
            }
        }
        assertUnreadable(Arrays.copyOf(COMPLETED, COMPLETED.length + 1));
    }

    @Test
    void aConditionOfALaterReleaseIsUnreadable() {
        byte[] later = COMPLETED.clone();
        later[EventCodec.bytes(EVENT).length + 2] = 'X';

        assertUnreadable(later);
    }

    @Test
    void whateverTheBytesAreTheyAreARecordOrUnreadable() {
        Random random = new Random(20);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = COMPLETED.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(EventCodec.completed(damaged).event().payload().length)
                        .isLessThan(damaged.length);
            } catch (EventQueue.Unreadable e) {
                assertThat(e).hasMessageContaining("its record");
            }
        }
    }
}

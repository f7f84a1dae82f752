package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.memory.Grant;
import dev.hearth.gateway.memory.Holding;
import dev.hearth.gateway.memory.Purpose;
import dev.hearth.gateway.memory.SharedBudget;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body holds what was sent, in whatever pieces it comes. */
class BodyTest {
    private static final int SIZE = 1_000_000;

    @ParameterizedTest
    @CsvSource({"1000000,1000000", "1000000,1", "1000000,1447", "1000000,24576", "1000000,999999", "1000000,500001"})
    void holdsNoMoreThanWasAnnounced(long announced, int piece) {
        Holding holding = holding(SIZE);
        Body body = new Body(holding, announced);
        assertThat(send(body, piece)).isEqualTo(Grant.GRANTED);
        body.end();
        assertThat(body.sent()).hasSize(SIZE);
        assertThat(holding.held()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @CsvSource({"-1,1447", "-1,24576", "-1,999999"})
    void holdsWhatCameWhenNothingWasAnnounced(long announced, int piece) {
        Holding holding = holding(2 * SIZE);
        Body body = new Body(holding, announced);
        assertThat(send(body, piece)).isEqualTo(Grant.GRANTED);
        body.end();
        assertThat(holding.held()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @CsvSource({"1000000,1447", "-1,24576"})
    void takesNothingThatThereIsNoRoomFor(long announced, int piece) {
        assertThat(send(new Body(holding(SIZE / 2), announced), piece)).isEqualTo(Grant.FULL);
    }

    private static Holding holding(int bytes) {
        return new Holding(new SharedBudget(bytes, 0, bytes).share("a"), Purpose.BEGIN);
    }

    private static Grant send(Body body, int piece) {
        Grant grant = Grant.GRANTED;
        for (int sent = 0; sent < SIZE && grant.isGranted(); sent += piece) {
            grant = body.append(Unpooled.wrappedBuffer(new byte[Math.min(piece, SIZE - sent)]));
        }
        return grant;
    }
}

package dev.hearth.gateway.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.RawOutputMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an environment prints past its runtime, on its way to the terminal and into the tail of a log. */
class RawOutputIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PipedOutputStream environment = new PipedOutputStream();
    private final RawOutput output = RawOutput.relay(new PipedInputStream(environment), "f | ", shown);

    RawOutputIT() throws IOException {}

    @AfterEach
    void close() throws IOException {
        environment.close();
    }

    @Test
    void theTailOfAnInvocationIsWhatWasPrintedUntilItsMark() throws IOException {
        print("before\n");
        await().atMost(LIMIT).until(() -> output.soFar().length > 0);
        output.forget();
        CompletableFuture<byte[]> whole = output.whole().toCompletableFuture();

        print("child\n");
        environment.write(RawOutputMark.bytes());
        environment.flush();

        assertThat(whole).succeedsWithin(LIMIT).isEqualTo("child\n".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> shown.toString(UTF_8).equals("f | before\nf | child\n"));
    }

    @Test
    void aMarkThatDoesNotComeIsNotWaitedForForEver() throws IOException {
        output.forget();
        print("child\n");

        assertThat(output.whole().toCompletableFuture()).succeedsWithin(LIMIT);
    }

    @Test
    void theEndOfAnEnvironmentEndsTheWaiting() throws IOException {
        output.forget();
        print("last words");
        environment.close();

        assertThat(output.whole().toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo("last words".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> shown.toString(UTF_8).equals("f | last words\n"));
    }

    @Test
    void aFloodWithoutALineBreakIsShownInPiecesAndNotKept() throws Exception {
        AtomicLong bytes = new AtomicLong();
        AtomicLong largest = new AtomicLong();
        Process flood = new ProcessBuilder("head", "-c", "200000000", "/dev/zero").start();
        try {
            RawOutput relayed = RawOutput.relay(flood.getInputStream(), "f | ", new OutputStream() {
                @Override
                public void write(int b) {
                    bytes.incrementAndGet();
                }

                @Override
                public void write(byte[] piece, int offset, int length) {
                    bytes.addAndGet(length);
                    largest.accumulateAndGet(length, Math::max);
                }
            });
            await().atMost(Duration.ofMinutes(2)).until(() -> bytes.get() >= 200_000_000);

            assertThat(largest.get()).isLessThan(32 * 1024);
            assertThat(relayed.soFar()).hasSize(4096);
        } finally {
            flood.destroyForcibly();
        }
    }

    private void print(String text) throws IOException {
        environment.write(text.getBytes(UTF_8));
        environment.flush();
    }
}

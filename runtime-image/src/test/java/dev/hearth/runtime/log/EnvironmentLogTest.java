package dev.hearth.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentLogTest {
    private static final Path NOWHERE = Path.of("/nowhere/tail");

    private final Written out = new Written();

    @Test
    void writesEachLineWithItsPrefix() {
        EnvironmentLog log = new EnvironmentLog(out, "orders | ", OutputStream.nullOutputStream(), NOWHERE);

        user(log, "one\ntwo\n\nthree");
        user(log, " goes on\n");

        assertThat(out.text()).isEqualTo("orders | one\norders | two\norders | \norders | three goes on\n");
    }

    @Test
    void endsAnUnfinishedLineBeforeThePlatformSpeaks() {
        EnvironmentLog log = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), NOWHERE);

        user(log, "no line break");
        log.platform("END\n");
        log.flush();

        assertThat(out.text()).isEqualTo("f | no line break\nf | END\n");
        assertThat(tail(log)).isEqualTo("no line break\nEND\n");
    }

    @Test
    void endsAnUnfinishedLineWithoutAPrefixToo() {
        EnvironmentLog log = new EnvironmentLog(out, "", OutputStream.nullOutputStream(), NOWHERE);

        user(log, "a\nb");
        log.platform("END\n");
        log.platform("REPORT\n");
        log.flush();

        assertThat(out.text()).isEqualTo("a\nb\nEND\nREPORT\n");
    }

    @Test
    void writesTheUsersBytesAtOnceAndThePlatformsLinesWithThem() {
        EnvironmentLog log = new EnvironmentLog(out, "", OutputStream.nullOutputStream(), NOWHERE);

        log.platform("START\n");
        assertThat(out.text()).isEmpty();
        user(log, "x\n");

        assertThat(out.text()).isEqualTo("START\nx\n");
        assertThat(out.writes).isOne();
    }

    @Test
    void givesTheTailOfOneInvocationWithoutPrefixes() {
        EnvironmentLog log = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), NOWHERE);
        user(log, "before\n");

        log.beginInvocation(false);
        log.platform("START\n");
        user(log, "grüße\n");

        assertThat(tail(log)).isEqualTo("START\ngrüße\n");
    }

    @Test
    void prefixesLikeAModelThatSplitsAllText() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Written written = new Written();
            EnvironmentLog log = new EnvironmentLog(written, "p ", OutputStream.nullOutputStream(), NOWHERE);
            StringBuilder model = new StringBuilder();
            for (int step = 0; step < 30; step++) {
                String piece = "ab\n\n".repeat(3).substring(random.nextInt(6), 6 + random.nextInt(6));
                if (random.nextBoolean()) {
                    user(log, piece);
                    model.append(piece);
                } else {
                    log.platform("X\n");
                    model.append(model.isEmpty() || model.charAt(model.length() - 1) == '\n' ? "X\n" : "\nX\n");
                }
            }
            log.flush();
            assertThat(written.text()).as("seed %d", seed).isEqualTo(prefixed(model.toString()));
        }
    }

    @Test
    void writesALargeArrayInPiecesThatAreNotKept() {
        EnvironmentLog log = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), NOWHERE);
        byte[] large = "0123456789\n".repeat(100_000).getBytes(UTF_8);

        log.user(large, 0, large.length);

        assertThat(out.text()).isEqualTo("f | 0123456789\n".repeat(100_000));
        assertThat(out.largest).isLessThan(64 * 1024);
    }

    @Test
    void losesLinesThatNobodyReads() {
        EnvironmentLog log = new EnvironmentLog(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                "",
                OutputStream.nullOutputStream(),
                NOWHERE);
        log.beginInvocation(false);

        user(log, "lost\n");

        assertThat(tail(log)).isEqualTo("lost\n");
    }

    @Test
    @Timeout(20)
    void tellsTheTailWhileAWriterIsBlocked() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        EnvironmentLog log = new EnvironmentLog(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        blocked.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                },
                "",
                OutputStream.nullOutputStream(),
                NOWHERE);
        Thread writer = Thread.ofVirtual().start(() -> user(log, "x\n"));
        try {
            blocked.await();
            assertThat(CompletableFuture.supplyAsync(() -> tail(log)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo("x\n");
        } finally {
            go.countDown();
            writer.join();
        }
    }

    @Test
    void leavesTheTailOfAnInvocationThatDidNotEndToTheNextProcess(@TempDir Path folder) {
        Path kept = folder.resolve("log-tail");
        EnvironmentLog ended = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), kept);
        ended.beginInvocation(true);
        ended.platform("START\n");
        user(ended, "leaving\n");

        EnvironmentLog next = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), kept);

        assertThat(next.tailOfBefore().map(EnvironmentLogTest::decoded)).contains("START\nleaving\n");
        assertThat(next.tailOfBefore()).isEmpty();
    }

    @Test
    void leavesNoTailThatWasSentOrThatNobodyWants(@TempDir Path folder) {
        Path kept = folder.resolve("log-tail");
        EnvironmentLog log = new EnvironmentLog(out, "f | ", OutputStream.nullOutputStream(), kept);
        log.beginInvocation(true);
        user(log, "sent\n");
        log.tailSent();
        log.beginInvocation(false);
        user(log, "not wanted\n");

        assertThat(kept).doesNotExist();
    }

    @Test
    void keepsNoMoreOfAFloodThanItsEnd(@TempDir Path folder) throws IOException {
        Path kept = folder.resolve("log-tail");
        EnvironmentLog log =
                new EnvironmentLog(OutputStream.nullOutputStream(), "f | ", OutputStream.nullOutputStream(), kept);
        log.beginInvocation(true);
        for (int line = 0; line < 200_000; line++) {
            user(log, "line " + line + "\n");
            if (line % 1_000 == 0) {
                assertThat(Files.size(kept)).isLessThanOrEqualTo(64 * 1024);
            }
        }
        user(log, "x".repeat(1_000_000) + "end\n");

        assertThat(Files.size(kept)).isLessThanOrEqualTo(64 * 1024);
        String tail = log.tailOfBefore().map(EnvironmentLogTest::decoded).orElseThrow();
        assertThat(tail).hasSize(4096).endsWith("xxxend\n").isEqualTo(tail(log));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), UTF_8);
    }

    private static String prefixed(String text) {
        StringBuilder all = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            int end = to < 0 ? text.length() : to + 1;
            all.append("p ").append(text, from, end);
            from = end;
        }
        return all.toString();
    }

    private static void user(EnvironmentLog log, String text) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        log.user(bytes, 1, bytes.length - 2);
    }

    private static String tail(EnvironmentLog log) {
        return new String(Base64.getDecoder().decode(log.tail()), UTF_8);
    }

    private static final class Written extends ByteArrayOutputStream {
        private int writes;
        private int largest;

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writes++;
            largest = Math.max(largest, length);
            super.write(bytes, offset, length);
        }

        private String text() {
            return toString(UTF_8);
        }
    }
}

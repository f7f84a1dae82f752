package dev.hearth.gateway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.log.LogLines;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private static final Revision REVISION = Revisions.of("hello");

    private final LogLines lines = new LogLines(RefusalLog.class);
    private final EmbeddedChannel connection = new EmbeddedChannel();
    private long now;
    private final RefusalLog log = new RefusalLog(() -> now);

    @AfterEach
    void close() {
        lines.close();
    }

    private void refuseEverybody(int times) {
        for (int i = 0; i < times; i++) {
            log.stranger(connection, "wrong token");
            log.unidentified(connection, new IllegalStateException("away"));
            log.environment(REVISION, "unknown path");
            log.withoutCode(REVISION, new IllegalStateException("gone"));
        }
    }

    @Test
    void eachKindOfLineComesOnceASecondAndCountsTheOthers() {
        refuseEverybody(1_000);
        assertThat(lines.soFar()).hasSize(4).allMatch(line -> line.contains("othersBefore=\"0\""));

        now += 1_000_000_000;
        refuseEverybody(1);

        assertThat(lines.soFar().subList(4, 8)).allMatch(line -> line.contains("othersBefore=\"999\""));
    }

    /** An environment may send whatever it likes to be quoted. */
    @Test
    void aReasonIsNotLongerThanALine() {
        log.environment(REVISION, "unknown path /" + "x".repeat(60_000));

        assertThat(lines.soFar()).singleElement().asString().hasSizeLessThan(500);
    }
}

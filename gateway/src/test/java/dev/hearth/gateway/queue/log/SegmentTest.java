package dev.hearth.gateway.queue.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {
    @TempDir
    private Path folder;

    /** The disk failed between the two: the next batch tries it again. */
    @Test
    void aDamagedSegmentThatWasRenamedAlreadyCanBeDiscarded() throws IOException {
        try (Segment segment = Segment.create(folder, 7)) {
            segment.markDamaged();
            segment.discard();

            assertThatCode(segment::discard).doesNotThrowAnyException();
            assertThat(Segment.damaged(folder)).hasSize(1);
        }
    }
}

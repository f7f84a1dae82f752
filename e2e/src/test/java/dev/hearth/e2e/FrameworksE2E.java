package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/** On one machine. */
@ResourceLock("machine")
class FrameworksE2E extends FrameworksContract {
    private HearthProcess hearth;

    @Override
    protected Home open() throws Exception {
        hearth = HearthProcess.up(HearthProcess.checkout().resolve("e2e/frameworks"));
        return hearth;
    }

    @AfterAll
    void endsAtOnce() throws Exception {
        assertThat(hearth.terminate()).as(hearth.output()).isZero();
    }
}

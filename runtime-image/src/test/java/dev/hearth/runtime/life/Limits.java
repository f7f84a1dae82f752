package dev.hearth.runtime.life;

import java.time.Duration;

/** How long a test waits for what must happen. */
final class Limits {
    /** For a step of a healthy environment, on a machine that does much else. */
    static final int SECONDS = 30;

    static final Duration STEP = Duration.ofSeconds(SECONDS);

    /** For the end of everything once an environment has no gateway any more. */
    static final Duration END = Duration.ofSeconds(10);

    private Limits() {}
}

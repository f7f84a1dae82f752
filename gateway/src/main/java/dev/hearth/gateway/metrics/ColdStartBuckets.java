package dev.hearth.gateway.metrics;

import java.time.Duration;

/** Upper bounds for the parts of a cold start, the same everywhere so that they can be summed. */
final class ColdStartBuckets {
    private ColdStartBuckets() {}

    static Duration[] all() {
        return new Duration[] {
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10)
        };
    }
}

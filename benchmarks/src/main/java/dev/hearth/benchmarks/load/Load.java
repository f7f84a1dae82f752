package dev.hearth.benchmarks.load;

import java.time.Duration;

/**
 * How hard to press on a target, whichever that is. Every caller has one connection and one request in flight.
 *
 * @param callers connections, all kept alive
 * @param duration how long new requests are sent
 * @param refusalPause how long a caller waits after a 429 before it asks again, half more or less; without it refused
 *     callers would measure how fast they can be refused
 * @param arrivals time between the first requests of two callers; zero: all come at once
 */
public record Load(String body, int callers, Duration duration, Duration refusalPause, Duration arrivals) {
    public Load {
        if (callers < 1 || callers > 1000) {
            throw new IllegalArgumentException("callers must be 1 to 1000, got " + callers);
        }
    }

    /** A load whose callers come at once and never pause. */
    public static Load steady(String body, int callers, Duration duration) {
        return new Load(body, callers, duration, Duration.ZERO, Duration.ZERO);
    }
}

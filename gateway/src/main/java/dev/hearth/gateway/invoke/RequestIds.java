package dev.hearth.gateway.invoke;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes request ids: random UUIDs that need to be unique, not secret, so no secure random is asked. */
final class RequestIds {
    private RequestIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}

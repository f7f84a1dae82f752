package dev.hearth.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Time that whatever must happen is waited for, where a test says no other: a machine that does much else needs it, as when an
 * event's first attempts fail there and Lambda's retries come a minute and three minutes later. What never happens still fails.
 * JUnit finds it by itself.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}

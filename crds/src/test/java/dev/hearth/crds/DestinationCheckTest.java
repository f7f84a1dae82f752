package dev.hearth.crds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationCheckTest {
    private static boolean isAddress(String text) {
        Destination destination = new Destination();
        destination.setDestination(text);
        return DestinationCheck.isAddress(destination);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nats://a:4222/orders", "tls://a/orders.failed", "nats://a/b/c", "https://a/*", "function:f"})
    void takesWhatCanBeSentTo(String text) {
        assertThat(isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nats://a/",
                "nats://a/$JS.API.STREAM.PURGE.x",
                "nats://a/$SYS.x",
                "nats://a/_INBOX.x",
                "nats://a/x.*",
                "nats://a/%3E",
                "nats://a/x%0D%0APUB%20y%200",
                "nats://a/x..y"
            })
    void refusesSubjectsThatNobodyPublishesTo(String text) {
        assertThat(isAddress(text)).isFalse();
    }
}

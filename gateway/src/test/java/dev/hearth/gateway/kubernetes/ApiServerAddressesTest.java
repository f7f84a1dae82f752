package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.gateway.log.LogLines;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiServerAddressesTest {
    private long now = 1;
    private int read;
    private List<String> endpoints = List.of("192.0.2.10", "2001:db8::10");
    private @Nullable KubernetesClientException failure;

    private final ApiServerAddresses addresses =
            new ApiServerAddresses(List.of("10.43.0.1", "10.43.0.1"), this::read, () -> now);

    private List<String> read() {
        read++;
        if (failure != null) {
            throw failure;
        }
        return endpoints;
    }

    private static InetAddress[] of(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @Test
    void knowsTheServiceAndTheMachinesBehindIt() {
        assertThat(addresses.now()).containsExactlyInAnyOrder(of("10.43.0.1", "192.0.2.10", "2001:db8::10"));
    }

    @Test
    void looksAgainAfterAWhileAndNotBefore() {
        addresses.now();
        endpoints = List.of("192.0.2.11");
        addresses.now();
        assertThat(read).isEqualTo(1);

        now += Duration.ofSeconds(31).toNanos();

        assertThat(addresses.now()).containsExactlyInAnyOrder(of("10.43.0.1", "192.0.2.11"));
    }

    @Test
    void isNeverEmptyForWantOfAnAnswer() {
        failure = new KubernetesClientException("away", 503, null);
        assertThatThrownBy(addresses::now).isInstanceOf(IllegalStateException.class);

        failure = null;
        assertThat(addresses.now()).hasSize(3);
    }

    @Test
    void theLastAddressesHoldThroughAnOutage() {
        addresses.now();
        failure = new KubernetesClientException("away", 503, null);
        now += Duration.ofMinutes(5).toNanos();

        assertThat(addresses.now()).hasSize(3);
    }

    @Test
    void knowsTheServiceWhereTheMachinesMayNotBeRead() {
        failure = new KubernetesClientException("forbidden", 403, null);

        assertThat(addresses.now()).containsExactly(of("10.43.0.1"));
    }

    /** Every delivery to a destination asks for them. */
    @Test
    void anOutageIsOneLineASecondHoweverManyAsk() {
        addresses.now();
        failure = new KubernetesClientException("away", 503, null);
        now += Duration.ofMinutes(5).toNanos();
        try (LogLines lines = new LogLines(ApiServerAddresses.class)) {
            for (int i = 0; i < 50; i++) {
                addresses.now();
            }
            now += Duration.ofSeconds(1).toNanos();
            addresses.now();

            assertThat(lines.soFar()).hasSize(2).last().asString().contains("othersBefore=\"49\"");
        }
    }
}

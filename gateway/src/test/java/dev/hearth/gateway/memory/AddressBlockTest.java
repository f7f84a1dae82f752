package dev.hearth.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressBlockTest {
    @Test
    void anIpv4AddressIsItself() {
        assertThat(block("192.0.2.7")).isEqualTo("192.0.2.7").isNotEqualTo(block("192.0.2.8"));
    }

    @Test
    void hostsOfAnIpv6NetworkAreOne() {
        assertThat(block("2001:db8:1:2::1"))
                .isEqualTo(block("2001:db8:1:2:ffff::9"))
                .isNotEqualTo(block("2001:db8:1:3::1"));
    }

    @Test
    void anIpv4AddressInIpv6FormIsNotANetworkOfAll() {
        assertThat(block("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    }

    private static String block(String address) {
        return AddressBlock.of(new InetSocketAddress(address, 1));
    }
}

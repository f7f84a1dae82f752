package dev.hearth.gateway.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard OPEN = new AddressGuard(List.of(), Set.of(address("10.43.0.1")), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "::",
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::7f00:1",
                "fe80::1",
                "100.100.100.200",
                "fd00:ec2::254",
                "224.0.0.1",
                "10.43.0.1",
                "::ffff:10.43.0.1",
                "0.1.2.3",
                "255.255.255.255",
                "ff02::1",
                "169.254.170.2",
                "169.254.170.23",
                "168.63.129.16",
                "::ffff:168.63.129.16",
                "64:ff9b::a83f:8110",
                "2002:a83f:8110::1",
                "192.0.0.192",
                "fd00:ec2::23",
                "fd00:ec2::253",
                "fd20:ce::254",
                "fd00:c1::a9fe:a9fe",
                "fd00:42::42",
                "2002:a9fe:a9fe::",
                "2002:7f00:1::1",
                "::a9fe:a9fe",
                "::7f00:1",
                "2001:db8::5efe:a9fe:a9fe",
                "2001:db8::200:5efe:7f00:1",
                "2001:0:4136:e378:8000:63bf:5601:5601",
                "64:ff9b:1::a9fe:a9fe",
                "64:ff9b:1:a9fe:a9:fe00::",
                "2002:a2b:1::1",
                "64:ff9b::a2b:1"
            })
    void guardsThisMachineMetadataServicesAndTheApiServer(String host) {
        assertThatThrownBy(() -> OPEN.resolve(host))
                .isInstanceOf(CodeRefusal.class)
                .hasMessageContaining(host)
                .extracting(e -> ((CodeRefusal) e).reason())
                .isEqualTo(CodeRefusal.Reason.CodeSourceRefused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7",
                "192.168.1.2",
                "93.184.215.14",
                "2606:4700::1111",
                "fd12:3456::1",
                "168.63.129.17",
                "1.0.0.1",
                "fd00:ec3::1",
                "2001:db8::1",
                "2001:1::1",
                "2002:5db8:d70e::1"
            })
    void letsEveryOtherServerBeAsked(String host) throws Exception {
        assertThat(OPEN.resolve(host)).containsExactly(address(host));
    }

    @Test
    void takesOnlyAllowedHostsWhereThereAreAny() {
        AddressGuard guard = new AddressGuard(List.of("10.0.0.7", "*.example.com"), Set.of(), false);

        assertThat(guard).satisfies(each -> assertThat(each.resolve("10.0.0.7")).hasSize(1));
        assertThatThrownBy(() -> guard.resolve("10.0.0.8"))
                .isInstanceOf(CodeRefusal.class)
                .hasMessageContaining("10.0.0.7, *.example.com");
        assertThatThrownBy(() -> guard.resolve("example.com")).isInstanceOf(CodeRefusal.class);
        assertThatThrownBy(() -> guard.resolve("badexample.com")).isInstanceOf(CodeRefusal.class);
    }

    @Test
    void asksNobodyWhileItIsNotKnownWhereTheApiServerIs() {
        AddressGuard guard = new AddressGuard(
                List.of(),
                () -> {
                    throw new IllegalStateException("not known");
                },
                false);

        assertThatThrownBy(() -> guard.resolve("10.0.0.7"))
                .isInstanceOf(CodeRefusal.class)
                .hasMessageContaining("10.0.0.7")
                .extracting(e -> ((CodeRefusal) e).reason())
                .isEqualTo(CodeRefusal.Reason.CodeUnreachable);
    }

    @Test
    void followsTheApiServerToAnotherAddress() throws Exception {
        AtomicReference<Set<InetAddress>> now = new AtomicReference<>(Set.of(address("10.43.0.1")));
        AddressGuard guard = new AddressGuard(List.of(), now::get, false);
        assertThat(guard.resolve("192.0.2.7")).hasSize(1);

        now.set(Set.of(address("192.0.2.7")));

        assertThatThrownBy(() -> guard.resolve("192.0.2.7")).isInstanceOf(CodeRefusal.class);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

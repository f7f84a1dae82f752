package dev.hearth.gateway.code;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which servers code may come from. Asked for every connection, after the name was resolved, so that neither a redirect nor a
 * name that changes its address gets past it: never this machine, link-local addresses, clouds' metadata services or the
 * cluster's API server.
 *
 * @param allowedHosts names; {@code *.example.com} means all below; empty: every other server
 * @param apiServer addresses of the cluster's API server
 * @param loopback whether this machine may be asked, for tests
 */
public record AddressGuard(List<String> allowedHosts, Set<InetAddress> apiServer, boolean loopback)
        implements DnsResolver {
    /** Metadata services that are not link-local: Alibaba's, and AWS' for IPv6. */
    private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

    public AddressGuard {
        allowedHosts = List.copyOf(allowedHosts);
        apiServer = Set.copyOf(apiServer);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (!allowedHosts.isEmpty() && allowedHosts.stream().noneMatch(pattern -> matches(pattern, host))) {
            throw refused(
                    host,
                    "is none of the hosts that this installation takes code from: " + String.join(", ", allowedHosts));
        }
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
            if (isGuarded(address)) {
                throw refused(host, "has address " + address.getHostAddress() + ", which code is never read from");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    private static boolean matches(String pattern, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.") ? name.endsWith(wanted.substring(1)) : name.equals(wanted);
    }

    private boolean isGuarded(InetAddress address) {
        InetAddress plain = mapped(address);
        return (plain.isLoopbackAddress() && !loopback)
                || plain.isAnyLocalAddress()
                || plain.isLinkLocalAddress()
                || plain.isMulticastAddress()
                || METADATA.contains(plain.getHostAddress())
                || apiServer.contains(plain);
    }

    /** The IPv4 address within an IPv6 one of NAT64 (64:ff9b::/96). */
    private static InetAddress mapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean translated = !(address instanceof Inet4Address)
                && bytes[0] == 0
                && bytes[1] == 0x64
                && bytes[2] == (byte) 0xff
                && bytes[3] == (byte) 0x9b;
        try {
            return translated ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static CodeRefusal refused(String host, String why) {
        return new CodeRefusal(CodeRefusal.Reason.CodeSourceRefused, "host " + host + " " + why);
    }
}

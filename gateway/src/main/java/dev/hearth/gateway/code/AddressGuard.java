package dev.hearth.gateway.code;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Which servers code may come from. Asked for every connection, after the name was resolved, so that neither a redirect nor a
 * name that changes its address gets past it: never this machine, link-local addresses, clouds' metadata services or the
 * cluster's API server.
 *
 * @param allowedHosts names; {@code *.example.com} means all below; empty: every other server
 * @param apiServer addresses of the cluster's API server at this moment; throws {@link IllegalStateException} while they are not
 *     known
 * @param loopback whether this machine may be asked, for tests
 */
public record AddressGuard(List<String> allowedHosts, Supplier<Set<InetAddress>> apiServer, boolean loopback)
        implements DnsResolver {
    public AddressGuard {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** With an API server that stays where it is. */
    public AddressGuard(List<String> allowedHosts, Set<InetAddress> apiServer, boolean loopback) {
        this(allowedHosts, () -> apiServer, loopback);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (!allowedHosts.isEmpty() && allowedHosts.stream().noneMatch(pattern -> matches(pattern, host))) {
            throw refused(
                    host,
                    "is none of the hosts that this installation takes code from: " + String.join(", ", allowedHosts));
        }
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        Set<InetAddress> guarded = apiServer(host);
        for (InetAddress address : addresses) {
            if (isGuarded(address, guarded)) {
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

    private Set<InetAddress> apiServer(String host) {
        try {
            return apiServer.get();
        } catch (IllegalStateException e) {
            throw new CodeRefusal(
                    CodeRefusal.Reason.CodeUnreachable,
                    "host " + host + " is not asked before it is known where the cluster's API server is",
                    e);
        }
    }

    private boolean isGuarded(InetAddress address, Set<InetAddress> guarded) {
        boolean allowed = loopback && address.isLoopbackAddress();
        return !allowed
                && (InternalAddresses.contain(address)
                        || guarded.contains(address)
                        || InternalAddresses.carried(address)
                                .filter(guarded::contains)
                                .isPresent());
    }

    private static CodeRefusal refused(String host, String why) {
        return new CodeRefusal(CodeRefusal.Reason.CodeSourceRefused, "host " + host + " " + why);
    }
}

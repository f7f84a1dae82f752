package dev.hearth.gateway.code;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/** The first addresses of a name: each one that does not answer costs the time-out of a connection. */
record FewAddresses(DnsResolver all) implements DnsResolver {
    private static final int MAX = 4;

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = all.resolve(host);
        return addresses.length <= MAX ? addresses : Arrays.copyOf(addresses, MAX);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return all.resolveCanonicalHostname(host);
    }
}

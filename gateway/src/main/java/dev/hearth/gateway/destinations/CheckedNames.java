package dev.hearth.gateway.destinations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Resolver that is asked for every connection, so that a name that changes its address does not get past the check. */
record CheckedNames(Reach reach) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return reach.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

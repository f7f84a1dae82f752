package dev.hearth.gateway.destinations;

import io.nats.client.impl.NatsServerPool;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** The addresses that were checked and no others, whatever the server's name leads to by now and whomever it recommends. */
final class FixedServer extends NatsServerPool {
    private final List<String> addresses;

    FixedServer(InetAddress... checked) {
        addresses = Stream.of(checked).map(FixedServer::literal).toList();
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    @Override
    public List<String> resolveHostToIps(String host, boolean one, boolean six) {
        return addresses;
    }

    @Override
    public boolean acceptDiscoveredUrls(List<String> discovered) {
        return false;
    }
}

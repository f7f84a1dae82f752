package dev.hearth.gateway.memory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/** Name of whoever is behind an address: the address itself, or of IPv6 its first 64 bits, since each of its hosts has all the others. */
public final class AddressBlock {
    private static final int PREFIX_BYTES = 8;

    private AddressBlock() {}

    public static String of(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? of(inet.getAddress())
                : String.valueOf(remote);
    }

    private static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, PREFIX_BYTES) + "::/64"
                : address.getHostAddress();
    }
}

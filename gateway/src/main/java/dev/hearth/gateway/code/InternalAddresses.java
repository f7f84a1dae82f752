package dev.hearth.gateway.code;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses of this machine and of what clouds offer to their machines: metadata services give credentials to whoever asks. Every
 * IPv6 address that carries an IPv4 one counts as both.
 */
final class InternalAddresses {
    private static final List<Block> BLOCKS = Stream.of(
                    "0.0.0.0/8", // this network; 0.0.0.0 is this machine
                    "127.0.0.0/8",
                    "::1/128",
                    "::/128",
                    "169.254.0.0/16", // link-local: metadata of nearly every cloud, credentials of EKS and ECS
                    "fe80::/10",
                    "224.0.0.0/4", // multicast
                    "ff00::/8",
                    "255.255.255.255/32",
                    "168.63.129.16/32", // Azure's wire server
                    "100.100.100.200/32", // Alibaba Cloud
                    "192.0.0.192/32", // Oracle Cloud, in its first regions
                    "fd00:ec2::/32", // AWS: metadata, DNS, time, credentials of EKS pods
                    "fd20:ce::254/128", // Google Cloud
                    "fd00:c1::a9fe:a9fe/128", // Oracle Cloud
                    "fd00:42::42/128", // Scaleway
                    "64:ff9b:1::/48", // NAT64 of a local network, whose IPv4 address stands anywhere
                    "2001::/32") // Teredo
            .map(Block::of)
            .toList();
    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final Block COMPATIBLE = Block.of("::/96");
    private static final int ISATAP_AT = 8;

    private InternalAddresses() {}

    static boolean contain(InetAddress address) {
        return Stream.concat(Stream.of(address), carried(address).stream())
                .anyMatch(each -> BLOCKS.stream().anyMatch(block -> block.contains(each)));
    }

    /** The IPv4 address within an IPv6 one; Java has taken it out of {@code ::ffff:0:0/96} already. */
    static Optional<InetAddress> carried(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(address(Arrays.copyOfRange(bytes, 2, 6)));
        }
        return NAT64.contains(address) || COMPATIBLE.contains(address) || isIsatap(bytes)
                ? Optional.of(address(Arrays.copyOfRange(bytes, 12, 16)))
                : Optional.empty();
    }

    /** {@code …:0:5efe:<IPv4>} or {@code …:200:5efe:<IPv4>}. Source: RFC 5214. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[ISATAP_AT] & ~2) == 0
                && bytes[ISATAP_AT + 1] == 0
                && bytes[ISATAP_AT + 2] == 0x5e
                && bytes[ISATAP_AT + 3] == (byte) 0xfe;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /** Addresses that begin with the same bits. */
    private record Block(InetAddress first, int bits) {
        static Block of(String text) {
            String[] part = text.split("/", -1);
            return new Block(InetAddress.ofLiteral(part[0]), Integer.parseInt(part[1]));
        }

        boolean contains(InetAddress address) {
            byte[] wanted = first.getAddress();
            byte[] given = address.getAddress();
            if (wanted.length != given.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            return Arrays.equals(wanted, 0, whole, given, 0, whole)
                    && (rest == 0 || (wanted[whole] ^ given[whole]) >> (Byte.SIZE - rest) == 0);
        }
    }
}

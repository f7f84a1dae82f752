package dev.hearth.gateway.listen;

import java.net.InetSocketAddress;

/** An address that this process cannot listen on; the message names it and why. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenException(InetSocketAddress address, Throwable cause) {
        super("Cannot listen on " + text(address) + ": " + reason(address, cause), cause);
    }

    /** For who started this process. */
    public String text() {
        return String.valueOf(getMessage());
    }

    private static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String reason(InetSocketAddress address, Throwable cause) {
        if (address.isUnresolved()) {
            return "the host is not known";
        }
        String said = String.valueOf(cause.getMessage());
        if (said.contains("already in use")) {
            return "another program does";
        }
        if (said.contains("Cannot assign") || said.contains("Can't assign")) {
            return "the address is not this machine's";
        }
        return said.contains("ermission denied") ? "this user may not (ports below 1024 are often root's)" : said;
    }
}

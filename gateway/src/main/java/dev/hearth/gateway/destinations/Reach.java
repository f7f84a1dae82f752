package dev.hearth.gateway.destinations;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Port: which servers destinations may be. */
public interface Reach {
    /** The addresses of a host; fails too if nothing may be sent to it. */
    InetAddress[] resolve(String host) throws UnknownHostException;

    /** All that this machine reaches. */
    static Reach everything() {
        return InetAddress::getAllByName;
    }

    /** Fails if nothing may be sent there. */
    default void check(URI server) throws UnknownHostException {
        resolve(server.getHost());
    }
}

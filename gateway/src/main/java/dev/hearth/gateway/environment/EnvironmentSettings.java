package dev.hearth.gateway.environment;

import dev.hearth.gateway.tls.ServerIdentity;
import java.util.Optional;

/**
 * Where environments connect.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param identity with TLS; empty: without, which is for loopback
 * @param packages code that environments ask for; empty: theirs is on this machine
 */
public record EnvironmentSettings(
        String host, int port, Optional<ServerIdentity> identity, Optional<CodePackages> packages) {
    /** Child processes of this machine. */
    public static EnvironmentSettings loopback() {
        return new EnvironmentSettings("127.0.0.1", 0, Optional.empty(), Optional.empty());
    }
}

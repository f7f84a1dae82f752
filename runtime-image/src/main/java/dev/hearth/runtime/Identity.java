package dev.hearth.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who this process is and where its gateway listens.
 *
 * <p>The launcher says it on standard input, one value a line in this order: there no other user of the machine can read
 * it, as arguments could be, and no function prints it by accident with its variables. It is not hidden from a function
 * that searches its own process: the token proves this environment and nothing else.
 *
 * @param gatewayHost name or address
 * @param gatewayPort TCP port of the environment server
 * @param environmentId id of the environment, the same over restarts
 * @param token proves the id
 * @param exitStatus how the process before ended, as a shell reports it; empty for the first
 * @param state file that tells the launcher how far this process came, see {@link dev.hearth.runtime.process.LauncherState}
 * @param logPrefix written before each line of the log, may be empty
 * @param tunnel where the launcher's TLS proxy listens, which is connected to instead; empty: the gateway itself is
 * @param metrics where {@code /metrics} is served; port 0: a free one
 * @param failedStart how the process before ended in which the runtime did not begin: a status or {@code late}; this one is
 *     there to report it. Empty text: there is nothing to report
 * @param logDescriptor number of the file descriptor that the log goes to; not 1: the gateway reads what is printed past it
 */
record Identity(
        String gatewayHost,
        int gatewayPort,
        String environmentId,
        String token,
        String exitStatus,
        Path state,
        String logPrefix,
        Optional<InetSocketAddress> tunnel,
        InetSocketAddress metrics,
        String failedStart,
        int logDescriptor) {

    static Identity read(InputStream input) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8), 512);
        InetSocketAddress gateway = address(line(lines, "gateway"));
        return new Identity(
                gateway.getHostString(),
                gateway.getPort(),
                line(lines, "environment id"),
                line(lines, "token"),
                line(lines, "exit status"),
                Path.of(line(lines, "state file")),
                line(lines, "log prefix"),
                Optional.of(line(lines, "address of the tunnel"))
                        .filter(address -> !address.isEmpty())
                        .map(Identity::address),
                address(line(lines, "address of the metrics")),
                line(lines, "failed start"),
                Integer.parseInt(line(lines, "descriptor of the log")));
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private static String line(BufferedReader lines, String what) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("no " + what + " on standard input: the launcher starts this process, see its text");
        }
        return line;
    }
}

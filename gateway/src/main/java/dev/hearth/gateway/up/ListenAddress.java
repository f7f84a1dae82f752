package dev.hearth.gateway.up;

import dev.hearth.gateway.listen.ListenException;
import dev.hearth.gateway.listen.Listening;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who may reach the gateway, checked before anything starts. */
final class ListenAddress {
    private static final int SHORTEST_TOKEN = 16;
    private static final int LAST_PORT = 65_535;

    private ListenAddress() {}

    static void check(UpOptions options) {
        if (options.host().isBlank()) {
            throw new UpFailure(
                    "--host is empty. Give an address of this machine, e.g. 127.0.0.1, or leave --host out.");
        }
        int length = options.token().map(String::length).orElse(SHORTEST_TOKEN);
        if (length < SHORTEST_TOKEN) {
            throw new UpFailure("--token has " + length + " characters, which others can guess. Give at least "
                    + SHORTEST_TOKEN + ", e.g. what 'openssl rand -hex 16' prints.");
        }
        if (!isLoopback(options.host()) && options.token().isEmpty() && !options.open()) {
            throw new UpFailure("--host " + options.host() + " lets other machines invoke your functions."
                    + " Add --token <secret>, or --open if that is what you want, or leave --host out.");
        }
    }

    /** Whether it could be listened on now. */
    static void probe(UpOptions options) {
        try {
            Listening.probe(options.host(), options.port());
        } catch (ListenException e) {
            throw refused(e, options.port());
        }
    }

    /** With what can be done about it. */
    static UpFailure refused(ListenException e, int port) {
        int next = port == LAST_PORT ? port - 1 : port + 1;
        return new UpFailure(e.text() + ". Choose another port, e.g. --port " + next
                + " (--port 0 takes a free one), or another --host. If it is a Hearth that already runs, it can serve all"
                + " folders at once: ./hearth up a b");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UpFailure(
                    "--host '" + host + "' is not known. Give an address of this machine, e.g. 127.0.0.1 or 0.0.0.0.");
        }
    }
}

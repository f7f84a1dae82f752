package dev.hearth.gateway.up;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who may reach the gateway, checked before anything starts. */
final class ListenAddress {
    private static final int SHORTEST_TOKEN = 16;

    private ListenAddress() {}

    static void check(UpOptions options) {
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

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UpFailure(
                    "--host '" + host + "' is not known. Give an address of this machine, e.g. 127.0.0.1 or 0.0.0.0.");
        }
    }
}

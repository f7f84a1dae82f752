package dev.hearth.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;

/** What the pods of a namespace trust: the certificates that vouch for the gateway. */
public final class DesiredAuthorities {
    private static final String KEY = "ca.crt";

    private DesiredAuthorities() {}

    public static ConfigMap of(String namespace, String pem) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Names.AUTHORITIES)
                .endMetadata()
                .withData(Map.of(KEY, pem))
                .build();
    }

    /** The certificates in it. */
    public static Optional<String> pem(ConfigMap authorities) {
        return Optional.ofNullable(authorities.getData()).map(data -> data.get(KEY));
    }
}

package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.code.ClusterData;
import dev.hearth.gateway.code.CodeRefusal;
import dev.hearth.gateway.code.CodeRefusal.Reason;
import dev.hearth.gateway.destinations.Credentials;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * ConfigMaps with code and Secrets with credentials, read when they are needed and never kept.
 *
 * @param serviceAccount the gateway's, as {@code namespace/name}, for the words that say what to grant
 */
record KubernetesData(KubernetesClient client, String serviceAccount) implements ClusterData {
    @Override
    public byte[] configMap(String namespace, String name, Optional<String> key) {
        String what = "ConfigMap '" + name + "' of namespace " + namespace;
        @Nullable
        ConfigMap found = read(
                what,
                () -> client.configMaps().inNamespace(namespace).withName(name).get());
        if (found == null) {
            throw new CodeRefusal(
                    Reason.CodeNotFound,
                    what + " does not exist; make it, e.g. kubectl create configmap " + name
                            + " --from-file=function.jar -n " + namespace);
        }
        Map<String, String> data = Optional.ofNullable(found.getBinaryData()).orElseGet(Map::of);
        return Base64.getDecoder().decode(key.isPresent() ? named(what, data, key.get()) : only(what, data));
    }

    private static String named(String what, Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .orElseThrow(() -> new CodeRefusal(
                        Reason.CodeNotFound,
                        what + " has no key '" + key + "' in binaryData; it has " + data.keySet()));
    }

    private static String only(String what, Map<String, String> data) {
        if (data.size() != 1) {
            throw new CodeRefusal(
                    Reason.CodeNotFound,
                    what + " has " + data.size() + " keys in binaryData; name one in spec.code.configMap.key: "
                            + data.keySet());
        }
        return data.values().iterator().next();
    }

    @Override
    public String authorization(String namespace, String secret) {
        Map<String, String> entries = secret(namespace, secret);
        return Credentials.authorization(entries)
                .orElseThrow(() -> new CodeRefusal(
                        Reason.CodeForbidden,
                        secretName(namespace, secret) + " has neither token nor username and password, but "
                                + entries.keySet()));
    }

    /** Its entries, as text. */
    Map<String, String> secret(String namespace, String name) {
        String what = secretName(namespace, name);
        @Nullable
        Secret found = read(
                what,
                () -> client.secrets().inNamespace(namespace).withName(name).get());
        if (found == null) {
            throw new CodeRefusal(Reason.CodeNotFound, what + " does not exist");
        }
        Map<String, String> entries = new HashMap<>();
        Optional.ofNullable(found.getData()).orElseGet(Map::of).forEach((key, value) -> entries.put(key, text(value)));
        return entries;
    }

    private static String secretName(String namespace, String name) {
        return "Secret '" + name + "' of namespace " + namespace;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).trim();
    }

    private <T> @Nullable T read(String what, Supplier<@Nullable T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new CodeRefusal(
                        Reason.CodeForbidden,
                        what + " may not be read by service account " + serviceAccount
                                + "; grant it verb get on this object with a Role and a RoleBinding",
                        e);
            }
            throw new CodeRefusal(Reason.CodeUnreachable, what + " cannot be read: " + e.getMessage(), e);
        }
    }
}

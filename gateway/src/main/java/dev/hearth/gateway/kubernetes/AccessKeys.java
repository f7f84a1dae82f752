package dev.hearth.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that AWS clients sign with, from Secrets of one namespace, which holds nothing else, with label {@code lambda.hearth.dev/access-key}:
 * {@code accessKeyId}, {@code secretAccessKey}, and the service account that the key stands for in {@code namespace} and {@code
 * serviceAccount}.
 */
final class AccessKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);
    static final String LABEL = "lambda.hearth.dev/access-key";

    private final Map<ResourceName, Key> bySecret = new ConcurrentHashMap<>();
    private final Map<String, Key> byId = new ConcurrentHashMap<>();
    private final Resources<Secret> secrets;

    /** A key and whom it stands for. */
    record Key(String id, String secret, User user) {}

    /** @param labelled follows what has the label {@link #LABEL} where keys are */
    AccessKeys(Resources.Source labelled) {
        secrets = labelled.follow("access keys", Secret.class, Kept::of, new Resources.Listener<>() {
            @Override
            public void there(Secret secret) {
                forget(ResourceName.of(secret));
                read(secret).ifPresent(key -> keep(ResourceName.of(secret), key));
            }

            @Override
            public void gone(Secret secret) {
                forget(ResourceName.of(secret));
            }
        });
        secrets.start();
    }

    private void keep(ResourceName secret, Key key) {
        bySecret.put(secret, key);
        if (byId.putIfAbsent(key.id(), key) != null) {
            LOG.atWarn()
                    .setMessage("access key id is in two Secrets; the other one is in force")
                    .addKeyValue("secret", secret)
                    .log();
        }
    }

    private void forget(ResourceName secret) {
        Optional.ofNullable(bySecret.remove(secret)).ifPresent(key -> byId.remove(key.id(), key));
    }

    private static Optional<Key> read(Secret secret) {
        Map<String, String> data = Optional.ofNullable(secret.getData()).orElseGet(Map::of);
        String id = text(data, "accessKeyId");
        String key = text(data, "secretAccessKey");
        String namespace = text(data, "namespace");
        String account = text(data, "serviceAccount");
        if (id.isEmpty() || key.isEmpty() || namespace.isEmpty() || account.isEmpty()) {
            LOG.atWarn()
                    .setMessage(
                            "Secret is no access key: it needs accessKeyId, secretAccessKey, namespace, serviceAccount")
                    .addKeyValue("secret", ResourceName.of(secret))
                    .log();
            return Optional.empty();
        }
        return Optional.of(new Key(id, key, User.serviceAccount(namespace, account)));
    }

    private static String text(Map<String, String> data, String name) {
        return new String(Base64.getDecoder().decode(data.getOrDefault(name, "")), StandardCharsets.UTF_8).strip();
    }

    Optional<Key> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Completes when every key that exists is known. */
    CompletionStage<Void> complete() {
        return secrets.firstList();
    }

    @Override
    public void close() {
        secrets.close();
    }
}

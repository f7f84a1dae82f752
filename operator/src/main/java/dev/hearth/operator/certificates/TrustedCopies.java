package dev.hearth.operator.certificates;

import dev.hearth.operator.ServerSideApply;
import dev.hearth.operator.desired.DesiredAuthorities;
import dev.hearth.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** What vouches for the gateway, in every namespace that has been told once. */
final class TrustedCopies {
    /** Copies that are asked for at once: whoever may edit a namespace may fill the labels of its own. */
    private static final long PAGE = 5;

    private final KubernetesClient client;
    private Optional<String> spread = Optional.empty();

    TrustedCopies(KubernetesClient client) {
        this.client = client;
    }

    /** Applies it to all copies, of which only the metadata is read; does nothing when the same was spread before. */
    void keep(String pem) {
        if (spread.equals(Optional.of(pem))) {
            return;
        }
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            ConfigMapList page = page(next.get());
            page.getItems().stream()
                    .map(ConfigMap::getMetadata)
                    .forEach(copy -> ServerSideApply.apply(client, DesiredAuthorities.of(copy.getNamespace(), pem)));
            next = Optional.ofNullable(page.getMetadata().getContinue()).filter(token -> !token.isEmpty());
        }
        spread = Optional.of(pem);
    }

    private ConfigMapList page(String token) {
        return client.configMaps()
                .inAnyNamespace()
                .withField("metadata.name", Names.AUTHORITIES)
                .list(new ListOptionsBuilder()
                        .withLimit(PAGE)
                        .withContinue(token)
                        .build());
    }
}

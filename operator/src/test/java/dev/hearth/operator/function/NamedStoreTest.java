package dev.hearth.operator.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedStoreTest {
    private final Set<String> named = new HashSet<>(Set.of("n/code"));
    private final NamedStore<ConfigMap> store =
            new NamedStore<>(new ConfigMap(), CodeConfigMaps::kept, named::contains);

    @Test
    void keepsNothingOfWhatNobodyNames() {
        for (int i = 0; i < 1_000; i++) {
            store.put("n/other-" + i, configMap("other-" + i, "1"));
        }

        assertThat(store.size()).isZero();
    }

    @Test
    void keepsOfWhatIsNamedOnlyTheVersion() {
        store.put("n/code", configMap("code", "7"));

        assertThat(store.find("n/code")).hasValueSatisfying(kept -> {
            assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
            assertThat(kept.getBinaryData()).isEmpty();
            assertThat(kept.getMetadata().getLabels()).isEmpty();
        });
    }

    @Test
    void aDeletionIsToldOfEverything() {
        assertThat(store.remove("n/never-seen")).isNotNull();
    }

    @Test
    void whatChangedWhileItWasReadIsNotRemembered() {
        Object read = store.read("n/code");
        store.put("n/code", configMap("code", "8"));

        store.remember("n/code", read, configMap("code", "7"));

        assertThat(store.find("n/code").orElseThrow().getMetadata().getResourceVersion())
                .isEqualTo("8");
    }

    @Test
    void aReadThatIsOverLeavesNothing() {
        Object read = store.read("n/code");
        store.readEnded("n/code", read);

        store.remember("n/code", read, configMap("code", "7"));

        assertThat(store.find("n/code")).isEmpty();
    }

    @Test
    void whatWasDeletedWhileItWasReadIsNotRemembered() {
        Object read = store.read("n/code");
        store.remove("n/code");

        store.remember("n/code", read, configMap("code", "7"));

        assertThat(store.find("n/code")).isEmpty();
    }

    @Test
    void forgetsWhatIsNamedNoMore() {
        for (int i = 0; i < 5_000; i++) {
            named.add("n/c-" + i);
            store.remember("n/c-" + i, store.read("n/c-" + i), configMap("c-" + i, "1"));
            named.remove("n/c-" + i);
        }

        assertThat(store.size()).isLessThanOrEqualTo(1_001);
    }

    private static ConfigMap configMap(String name, String version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("n")
                .withName(name)
                .withResourceVersion(version)
                .withLabels(Map.of("team", "x"))
                .endMetadata()
                .withBinaryData(Map.of("a", "", "b", ""))
                .build();
    }
}

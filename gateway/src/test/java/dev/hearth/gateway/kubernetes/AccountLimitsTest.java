package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.Account;
import dev.hearth.gateway.log.LogLines;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AccountLimitsTest {
    private static final String VICTIMS = Account.idOf("victim");

    private final FakeResources resources = new FakeResources();
    private final Map<String, OptionalInt> told = new HashMap<>();

    AccountLimitsTest() {
        new AccountLimits(resources, told::put);
    }

    private static Namespace namespace(String name, String created, String... annotations) {
        Map<String, String> all = new HashMap<>();
        for (int each = 0; each < annotations.length; each += 2) {
            all.put(annotations[each], annotations[each + 1]);
        }
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-of-" + name)
                .withCreationTimestamp(created)
                .withAnnotations(all)
                .endMetadata()
                .build();
    }

    private static Namespace victim() {
        return namespace("victim", "2026-02-01T00:00:00Z", Account.CONCURRENT_EXECUTIONS, "50");
    }

    private static Namespace mallory() {
        return namespace("mallory", "2026-01-01T00:00:00Z", Account.ID, VICTIMS, Account.CONCURRENT_EXECUTIONS, "1");
    }

    @Test
    void tellsWhatANamespaceSaysAndThatItSaysNothingAnyMore() {
        resources.put(victim()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.of(50));

        resources.remove(victim()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.empty());
    }

    @Test
    void whoCopiesAnAccountIdSetsNobodysLimitInWhateverOrder() {
        resources.put(victim()).run();
        resources.put(mallory()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.of(50));

        resources.remove(mallory()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.of(50));
        resources.remove(victim()).run();
        resources.put(mallory()).run();
        resources.put(victim()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.of(50));
    }

    @Test
    void anAnnotatedIdStaysWithTheOlderNamespace() {
        String id = "123456789012";
        resources
                .put(namespace("late", "2026-03-01T00:00:00Z", Account.ID, id, Account.CONCURRENT_EXECUTIONS, "9"))
                .run();
        resources
                .put(namespace("early", "2026-02-01T00:00:00Z", Account.ID, id, Account.CONCURRENT_EXECUTIONS, "5"))
                .run();

        assertThat(told).containsEntry(id, OptionalInt.of(5));
    }

    @Test
    void aLimitGoesAwayWithTheIdThatItWasFor() {
        resources.put(mallory()).run();
        assertThat(told).containsEntry(VICTIMS, OptionalInt.of(1));

        resources
                .put(namespace("mallory", "2026-01-01T00:00:00Z", Account.CONCURRENT_EXECUTIONS, "1"))
                .run();

        assertThat(told)
                .containsEntry(VICTIMS, OptionalInt.empty())
                .containsEntry(Account.idOf("mallory"), OptionalInt.of(1));
    }

    @Test
    void aWrongLimitIsNone() {
        resources
                .put(namespace("victim", "2026-02-01T00:00:00Z", Account.CONCURRENT_EXECUTIONS, "many"))
                .run();

        assertThat(told).containsEntry(VICTIMS, OptionalInt.empty());
    }

    /** Whoever may annotate a namespace can do so as often as he likes. */
    @Test
    void aLimitThatIsNoneIsOneLineASecond() {
        try (LogLines lines = new LogLines(AccountLimits.class)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                resources
                        .put(namespace("n", "2026-01-01T00:00:00Z", Account.CONCURRENT_EXECUTIONS, "much" + i))
                        .run();
            }

            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            assertThat(lines.soFar()).hasSizeBetween(1, (int) seconds + 1);
        }
    }
}

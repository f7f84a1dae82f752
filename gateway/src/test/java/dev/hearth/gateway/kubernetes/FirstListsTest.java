package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FirstListsTest {
    private final CompletableFuture<Void> functions = new CompletableFuture<>();
    private final CompletableFuture<Void> pods = new CompletableFuture<>();
    private final FirstLists lists = new FirstLists(Map.of("functions", functions, "pods", pods));

    @Test
    void saysWhatIsMissing() throws Exception {
        functions.complete(null);

        assertThat(lists.await(Duration.ofMillis(1))).isFalse();
        assertThat(lists.missing()).containsExactly("pods");
    }

    @Test
    void isCompleteWhenAllAre() throws Exception {
        functions.complete(null);
        pods.complete(null);

        assertThat(lists.await(Duration.ofMillis(1))).isTrue();
        assertThat(lists.missing()).isEmpty();
    }

    @Test
    void failsWithOneOfThemAndNamesIt() {
        functions.complete(null);
        pods.completeExceptionally(new IllegalStateException("closed"));

        assertThatThrownBy(() -> lists.await(Duration.ofMinutes(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[pods]");
    }
}

package dev.hearth.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private final Strangers<String> strangers = new Strangers<>(4);

    private void fill(String... connections) {
        for (String connection : connections) {
            assertThat(strangers.add(connection.substring(0, 1), connection)).isEmpty();
        }
    }

    @Test
    void whoComesTakesThePlaceOfTheEldestOfWhoeverHasMost() {
        fill("a1", "b1", "a2", "a3");

        assertThat(strangers.add("c", "c1")).hasValue("a1");
        assertThat(strangers.add("d", "d1")).hasValue("a2");
    }

    @Test
    void whoHasMostGivesUpItsOwn() {
        fill("a1", "b1", "a2", "a3");

        assertThat(strangers.add("a", "a4")).hasValue("a1");
    }

    @Test
    void nobodyIsClosedForOneWhoHasAsMany() {
        fill("a1", "b1", "c1", "d1");

        assertThat(strangers.add("e", "e1")).hasValue("e1");
        assertThat(strangers.add("a", "a2")).hasValue("a1");
    }

    @Test
    void whoHasProvenItselfGivesItsPlaceBackOnce() {
        fill("a1", "a2", "b1", "c1");
        strangers.remove("a", "a1");
        strangers.remove("a", "a1");
        strangers.remove("x", "a2");

        assertThat(strangers.add("d", "d1")).isEmpty();
        assertThat(strangers.add("e", "e1")).hasValue("e1");
    }

    /** An IPv6 network has as many addresses as there are places. */
    @Test
    void manyAddressesMakeNobodyWait() {
        Strangers<String> full = new Strangers<>(25_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100_000; i++) {
                assertThat(full.add("a" + i, "c" + i)).isEqualTo(i < 25_000 ? Optional.empty() : Optional.of("c" + i));
            }
        });
    }
}

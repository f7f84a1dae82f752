package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedFactsTest {
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final BoundedFacts facts = new BoundedFacts(new Slow(), 2, 30, 3);

    private final class Slow implements IdentityFacts {
        @Override
        public Optional<EnvironmentPod> pod(ResourceName name) {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            underWay.decrementAndGet();
            answered.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public Optional<Controller> controllerOf(ResourceName replicaSet, String uid) {
            throw new IllegalStateException("away");
        }

        @Override
        public Optional<EnvironmentDeployment> deployment(ResourceName name) {
            return Optional.empty();
        }
    }

    @Test
    void asksForAFewAtATimeAndForFewerOfOneNamespace() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < 20; each++) {
                threads.execute(() -> facts.pod(new ResourceName("mallory", "p")));
            }
            await().until(() -> underWay.get() == 2);
            for (String namespace : new String[] {"a", "b", "c"}) {
                threads.execute(() -> facts.pod(new ResourceName(namespace, "p")));
            }
            await("mallory does not keep others out").until(() -> underWay.get() == 3);
            answering.countDown();
        }

        assertThat(most).hasValue(3);
        assertThat(answered).as("who waited is answered").hasValue(23);
    }

    /** A namespace's name is its owner's to choose. */
    @Test
    void noNamespaceSharesItsPlacesWithAnotherWhateverTheirNames() {
        String alike = IntStream.range(0, 100_000)
                .mapToObj(i -> "n" + i)
                .filter(name -> Math.floorMod(name.hashCode(), 1_024) == Math.floorMod("mallory".hashCode(), 1_024))
                .findFirst()
                .orElseThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < 20; each++) {
                threads.execute(() -> facts.pod(new ResourceName("mallory", "p")));
            }
            await().until(() -> underWay.get() == 2);
            threads.execute(() -> facts.pod(new ResourceName(alike, "p")));
            try {
                await("it does not wait behind mallory").until(() -> underWay.get() == 3);
            } finally {
                answering.countDown();
            }
        }
    }

    @Test
    void aNamespaceThatAsksWithoutEndIsRefusedAndLeavesNothing() {
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < 40; each++) {
                threads.execute(() -> {
                    try {
                        facts.pod(new ResourceName("mallory", "p"));
                    } catch (RejectedExecutionException e) {
                        refused.incrementAndGet();
                    }
                });
            }
            await().until(() -> refused.get() == 8);
            answering.countDown();
        }

        assertThat(answered).hasValue(32);
        assertThat(facts.askers()).isZero();
    }

    @Test
    void aFailureGivesItsPlaceBack() {
        for (int each = 0; each < 10; each++) {
            try {
                facts.controllerOf(new ResourceName("a", "r"), "u");
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("away");
            }
        }

        assertThat(facts.deployment(new ResourceName("a", "d"))).isEmpty();
    }
}

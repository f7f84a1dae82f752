package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScalingLoopTest {
    private static final int WORKLOADS = 500;
    private static final int AT_ONCE = 64;

    @Test
    void asksForSixtyFourWorkloadsAtATimeAndForAllInTheEnd() {
        SlowApi api = new SlowApi();
        try (ScalingLoop loop = new ScalingLoop(api, System::nanoTime)) {
            for (int i = 0; i < WORKLOADS; i++) {
                Workload workload = new Workload(System.nanoTime(), System.nanoTime());
                workload.want("uid", 1, System.nanoTime());
                loop.advance(new ResourceName("tenant", "w" + i), workload);
            }

            await().during(Duration.ofMillis(300)).until(() -> api.asked.size() == AT_ONCE);
            api.answers.countDown();

            await().untilAsserted(() -> assertThat(api.asked).hasSize(WORKLOADS));
        }
    }

    /** API server that knows no Deployment, and says so once it may. */
    private static final class SlowApi implements WorkloadApi {
        private final Set<ResourceName> asked = ConcurrentHashMap.newKeySet();
        private final CountDownLatch answers = new CountDownLatch(1);

        @Override
        public Optional<Replicas> read(ResourceName deployment) {
            asked.add(deployment);
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        @Override
        public Optional<Replicas> scale(ResourceName deployment, Replicas seen, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void mark(EnvironmentPod pod) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(EnvironmentPod pod, boolean atOnce) {
            throw new UnsupportedOperationException();
        }
    }
}

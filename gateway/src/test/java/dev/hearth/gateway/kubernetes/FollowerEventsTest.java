package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowerEventsTest {
    private final List<String> told = new ArrayList<>();
    private final FakeCluster cluster = new FakeCluster();
    private final Follower.Events<Deployment> events = new Follower.Events<>(new Resources.Listener<>() {
        @Override
        public void there(Deployment resource) {
            told.add("there " + resource.getMetadata().getUid());
        }

        @Override
        public void gone(Deployment resource) {
            told.add("gone " + resource.getMetadata().getUid());
        }
    });

    @Test
    void oneThatWasMadeAnewWhileNobodyWatchedIsFirstGone() {
        events.onUpdate(cluster.deployment("n", "d", "A"), cluster.deployment("n", "d", "B"));

        assertThat(told).containsExactly("gone A", "there B");
    }

    @Test
    void aChangeIsNoEnd() {
        events.onUpdate(cluster.deployment("n", "d", "A"), cluster.deployment("n", "d", "A"));

        assertThat(told).containsExactly("there A");
    }
}

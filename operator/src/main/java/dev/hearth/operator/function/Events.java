package dev.hearth.operator.function;

import dev.hearth.operator.FairExecutor;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event for every change of why a function, a version or an alias is ready or not, or has no environments, for {@code kubectl
 * describe}; none for the steps on the way there. They are written apart, so that nothing waits for them.
 */
@Singleton
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final List<String> TOLD =
            List.of("Ready", Conditions.CAPACITY, Conditions.CONTESTED, Conditions.PUBLISHED);
    private static final String SOURCE = "hearth-operator";

    /** More of one namespace are not written: a function's state is in its status. */
    private static final int WAITING = 100;

    private static final int AT_ONCE = 2;

    private final KubernetesClient client;
    private final FairExecutor writers = new FairExecutor(
            Executors.newFixedThreadPool(
                    AT_ONCE, Thread.ofPlatform().name("events-", 0).daemon().factory()),
            () -> "");

    Events(KubernetesClient client) {
        this.client = client;
    }

    void changed(HasMetadata resource, Standing before, Standing now) {
        for (String type : TOLD) {
            Optional<String> old = before.condition(type).map(Condition::getReason);
            now.condition(type)
                    .filter(told -> !old.equals(Optional.of(told.getReason())))
                    .filter(told -> !Reason.valueOf(told.getReason()).isOnItsWay())
                    .ifPresent(told -> write(resource, told));
        }
    }

    private void write(HasMetadata resource, Condition told) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean warning = Reason.valueOf(told.getReason()).needsChange();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(resource.getMetadata().getNamespace())
                .withGenerateName(resource.getMetadata().getName() + ".")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .endInvolvedObject()
                .withType(warning ? "Warning" : "Normal")
                .withReason(told.getReason())
                .withMessage(told.getMessage())
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(SOURCE)
                .endSource()
                .build();
        if (!writers.offer(resource.getMetadata().getNamespace(), () -> write(event), WAITING)) {
            LOG.debug("event not written: {} of its namespace wait already", WAITING);
        }
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warn("event not written: {}", e.toString());
        }
    }
}

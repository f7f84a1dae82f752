package dev.hearth.operator.function;

import dev.hearth.crds.ApiGroup;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event for every change of why a function is ready or not, or has no environments, for {@code kubectl describe}; none for
 * the steps on the way there. They are written apart, so that nothing waits for them.
 */
final class FunctionEvents {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionEvents.class);
    private static final List<String> TOLD = List.of("Ready", FunctionConditions.CAPACITY);
    private static final String SOURCE = "hearth-operator";

    /** More are not waited for: a function's state is in its status. */
    private static final int WAITING = 1_000;

    private static final int AT_ONCE = 2;

    private final KubernetesClient client;
    private final Executor writers = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("events-", 0).daemon().factory(),
            (_, _) -> LOG.warn("event not written: {} wait already", WAITING));

    FunctionEvents(KubernetesClient client) {
        this.client = client;
    }

    void changed(Function function, FunctionStatus status) {
        for (String type : TOLD) {
            Optional<String> before = Optional.ofNullable(function.getStatus())
                    .flatMap(old -> condition(old, type))
                    .map(Condition::getReason);
            condition(status, type)
                    .filter(now -> !before.equals(Optional.of(now.getReason())))
                    .filter(now -> !Reason.valueOf(now.getReason()).isOnItsWay())
                    .ifPresent(now -> write(function, now));
        }
    }

    private static Optional<Condition> condition(FunctionStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private void write(Function function, Condition told) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean warning = Reason.valueOf(told.getReason()).needsChange();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(function.getMetadata().getNamespace())
                .withGenerateName(function.getMetadata().getName() + ".")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(ApiGroup.NAME + "/" + ApiGroup.VERSION)
                .withKind("Function")
                .withNamespace(function.getMetadata().getNamespace())
                .withName(function.getMetadata().getName())
                .withUid(function.getMetadata().getUid())
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
        writers.execute(() -> write(event));
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warn("event not written: {}", e.toString());
        }
    }
}

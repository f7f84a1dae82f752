package dev.hearth.operator.function;

import dev.hearth.crds.ApiGroup;
import dev.hearth.crds.Function;
import dev.hearth.crds.FunctionStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event for every change of why a function is ready or not, for {@code kubectl describe}. */
final class FunctionEvents {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionEvents.class);
    private static final String SOURCE = "hearth-operator";

    private final KubernetesClient client;

    FunctionEvents(KubernetesClient client) {
        this.client = client;
    }

    void changed(Function function, FunctionStatus status) {
        Optional<Condition> ready = ready(status);
        Optional<String> before = Optional.ofNullable(function.getStatus())
                .flatMap(FunctionEvents::ready)
                .map(Condition::getReason);
        ready.filter(now -> !before.equals(Optional.of(now.getReason()))).ifPresent(now -> write(function, now));
    }

    private static Optional<Condition> ready(FunctionStatus status) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
    }

    private void write(Function function, Condition ready) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean warning = Reason.valueOf(ready.getReason()).needsChange();
        try {
            client.v1()
                    .events()
                    .resource(new EventBuilder()
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
                            .withReason(ready.getReason())
                            .withMessage(ready.getMessage())
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent(SOURCE)
                            .endSource()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warn("event not written: {}", e.toString());
        }
    }
}

package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Workloads by the name of their Deployment, and which of them each pod is a member of. A pod is first where its names say, and,
 * once it has proven to be another's, there; what somebody writes into its labels and owners later moves it nowhere, so that
 * its end is found where its beginning was. Thread-safe.
 */
final class Workloads {
    private final long startedNanos;
    private final LongSupplier clock;
    private final Map<ResourceName, Workload> byDeployment = new ConcurrentHashMap<>();
    /** Guarded by this; by the pod's name. */
    private final Map<ResourceName, Place> places = new HashMap<>();

    /** Whose member a pod is. */
    private record Place(String podUid, ResourceName deployment) {}

    /** @param clock monotonic nanoseconds */
    Workloads(LongSupplier clock) {
        this.clock = clock;
        startedNanos = clock.getAsLong();
    }

    /** Made, if there is none. */
    Workload of(ResourceName deployment) {
        return byDeployment.computeIfAbsent(deployment, _ -> new Workload(startedNanos, clock.getAsLong()));
    }

    Optional<Workload> find(ResourceName deployment) {
        return Optional.ofNullable(byDeployment.get(deployment));
    }

    /** A pod is there, new or changed; the Deployment whose member it is. */
    synchronized ResourceName seen(EnvironmentPod pod) {
        @Nullable Place known = places.get(pod.name());
        Place place =
                known != null && known.podUid().equals(pod.uid()) ? known : new Place(pod.uid(), pod.deployment());
        move(pod, place);
        of(place.deployment()).seen(pod, clock.getAsLong());
        return place.deployment();
    }

    /** A pod is a member of this Deployment, whatever it is called. */
    synchronized Workload member(EnvironmentPod pod, ResourceName deployment) {
        move(pod, new Place(pod.uid(), deployment));
        Workload workload = of(deployment);
        if (workload.pod(pod.name().name())
                .filter(member -> member.uid().equals(pod.uid()))
                .isEmpty()) {
            workload.seen(pod, clock.getAsLong());
        }
        return workload;
    }

    private void move(EnvironmentPod pod, Place place) {
        @Nullable Place before = places.put(pod.name(), place);
        if (before != null && !before.equals(place)) {
            find(before.deployment())
                    .ifPresent(workload -> workload.gone(pod.name().name(), before.podUid()));
        }
    }

    /** A pod is gone; what it had proven to run. */
    synchronized Optional<Revision> gone(ResourceName pod, String uid) {
        @Nullable Place place = places.get(pod);
        if (place == null || !place.podUid().equals(uid)) {
            return Optional.empty();
        }
        places.remove(pod);
        return find(place.deployment()).flatMap(workload -> workload.gone(pod.name(), uid));
    }

    void forEach(BiConsumer<ResourceName, Workload> told) {
        byDeployment.forEach(told);
    }

    /** Forgets those that have nothing and want nothing. */
    synchronized void forgetIdle() {
        long now = clock.getAsLong();
        byDeployment.values().removeIf(workload -> workload.isIdle(now));
    }
}

package dev.hearth.gateway.kubernetes;

import dev.hearth.gateway.catalog.Revision;
import dev.hearth.scaling.ScalingRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The pods of one Deployment, how many there shall be and what is to be done about it. Knows no API: what it needs it says as
 * {@link Step}s, computed anew from what is seen, so that a step that failed or was overtaken is simply not there any more or
 * there again. Thread-safe.
 *
 * <p>At most one Deployment of a name exists at a time. What is wanted, and which environments stay, counts only for the one that
 * is there: what belongs to one before it, or to one that was not seen yet, counts for nothing.
 *
 * <p>Wanted is what dispatch asks for; staying are the environments that have attached and were not released. The Deployment is
 * as large as the greater of both. Environments that were released hold a place until the Deployment shrinks, or, if it must not
 * shrink, until their pod is deleted and another takes the place. While the Deployment's controller lags behind, nobody who
 * was released is deleted: it would make another pod for a count that is not wanted any more.
 */
final class Workload {
    /** What nobody has asked for again after this time is no longer wanted: a pool asks about once a second. */
    private static final Duration WANTED = Duration.ofSeconds(60);
    /** After the gateway's start its environments come back within seconds; so long nothing is taken for unneeded. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** So long a pod may take to be made and to attach that nothing keeps from it; after that nobody should wait for it. */
    private static final Duration STARTING = Duration.ofSeconds(90);

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final ScalingRate rate;
    private final long settledAt;
    private Optional<Replicas> replicas = Optional.empty();
    /** By the Deployment's UID; one that is not there is soon told from one that was not seen yet. */
    private final Map<String, Want> wants = new HashMap<>(2);

    private long scaledAt;

    /** How many environments dispatch asked for, and when. */
    private record Want(int environments, long atNanos) {
        boolean isLapsed(long nowNanos) {
            return nowNanos - atNanos > WANTED.toNanos();
        }
    }

    /** A pod and what dispatch said of it. */
    private static final class Member {
        EnvironmentPod pod;
        /** Since when nothing keeps it from starting; means nothing before. */
        long onItsWaySince;

        /** What it has proven to run. */
        Optional<Revision> attached = Optional.empty();

        boolean released;
        boolean removed;
        boolean marked;

        Member(EnvironmentPod pod, long nowNanos) {
            this.pod = pod;
            onItsWaySince = nowNanos;
        }

        boolean isStarting(long nowNanos) {
            return isWanted() && pod.onItsWay() && nowNanos - onItsWaySince < STARTING.toNanos();
        }

        boolean isWanted() {
            return isLive() && !removed;
        }

        boolean isLive() {
            return pod.state() == EnvironmentPod.State.LIVE;
        }

        boolean stays(String deploymentUid) {
            return isLive() && !released && isOf(deploymentUid);
        }

        private boolean isOf(String deploymentUid) {
            return attached.filter(revision -> DeploymentRef.of(revision).uid().equals(deploymentUid))
                    .isPresent();
        }

        boolean leaves() {
            return isLive() && released;
        }
    }

    /** @param nowNanos monotonic */
    Workload(long startedNanos, long nowNanos) {
        settledAt = startedNanos + SETTLING.toNanos();
        scaledAt = nowNanos - STARTING.toNanos();
        rate = ScalingRate.ofLambda(nowNanos);
    }

    // ---- what dispatch says ----

    /** @param deploymentUid of the Deployment that they are wanted of */
    synchronized void want(String deploymentUid, int environments, long nowNanos) {
        wants.put(deploymentUid, new Want(environments, nowNanos));
    }

    /** What was not wanted stays so. */
    synchronized void wantAtMost(String deploymentUid, int environments, long nowNanos) {
        wants.computeIfPresent(
                deploymentUid, (_, before) -> new Want(Math.min(before.environments, environments), nowNanos));
    }

    /** It has proven to be this pod; false: it is none of the pods that may run on. */
    synchronized boolean attach(String pod, Revision revision) {
        Member member = members.get(pod);
        if (member == null || !member.isLive() || member.removed) {
            return false;
        }
        member.attached = Optional.of(revision);
        return true;
    }

    synchronized void release(String pod) {
        find(pod).ifPresent(member -> member.released = true);
    }

    synchronized void remove(String pod) {
        find(pod).ifPresent(member -> {
            member.released = true;
            member.removed = true;
        });
    }

    private Optional<Member> find(String pod) {
        return Optional.ofNullable(members.get(pod));
    }

    // ---- what is seen ----

    synchronized void seen(Replicas now) {
        replicas = Optional.of(now);
    }

    /** How it is at this moment: no other Deployment of its name is there. Empty: none is. */
    synchronized void read(Optional<Replicas> now) {
        replicas = now;
        wants.keySet()
                .removeIf(uid -> now.filter(there -> there.uid().equals(uid)).isEmpty());
    }

    /** A Deployment is gone, perhaps not the last of its name. */
    synchronized void gone(String deploymentUid) {
        replicas = replicas.filter(seen -> !seen.uid().equals(deploymentUid));
        wants.remove(deploymentUid);
    }

    /** Whether environments are wanted of another Deployment than was seen: then it is to be read. */
    synchronized boolean isDoubtful(long nowNanos) {
        return wants.entrySet().stream()
                .filter(each ->
                        each.getValue().environments() > 0 && !each.getValue().isLapsed(nowNanos))
                .anyMatch(each -> replicas.filter(seen -> seen.uid().equals(each.getKey()))
                        .isEmpty());
    }

    /** The Deployment was scaled: what starts now uses up the rate. */
    synchronized void scaled(Replicas now, long nowNanos) {
        int before = replicas.map(Replicas::count).orElse(0);
        rate.grant(nowNanos, Math.max(0, now.count() - before));
        scaledAt = nowNanos;
        seen(now);
    }

    synchronized void seen(EnvironmentPod pod, long nowNanos) {
        String name = pod.name().name();
        Member member = members.get(name);
        if (member == null || !member.pod.uid().equals(pod.uid())) {
            member = new Member(pod, nowNanos);
            members.put(name, member);
        } else if (pod.onItsWay() && !member.pod.onItsWay()) {
            member.onItsWaySince = nowNanos;
        }
        member.pod = pod;
    }

    /** The pod is gone; what it had proven to run. */
    synchronized Optional<Revision> gone(String pod, String uid) {
        Optional<Member> member = find(pod).filter(each -> each.pod.uid().equals(uid));
        member.ifPresent(_ -> members.remove(pod));
        return member.flatMap(each -> each.attached);
    }

    synchronized void marked(EnvironmentPod pod) {
        find(pod.name().name()).ifPresent(member -> member.marked = true);
    }

    synchronized void deleted(EnvironmentPod pod) {
        find(pod.name().name())
                .filter(member -> member.pod.uid().equals(pod.uid()))
                .ifPresent(member -> member.pod = pod.terminating());
    }

    synchronized Optional<Replicas> replicas() {
        return replicas;
    }

    synchronized Optional<EnvironmentPod> pod(String name) {
        return find(name).map(member -> member.pod);
    }

    /** Whether a pod of this Deployment that has not arrived may do so soon, or Kubernetes is about to make one. */
    synchronized boolean isStarting(String deploymentUid, Predicate<String> arrived, long nowNanos) {
        return replicas.filter(seen -> !seen.uid().equals(deploymentUid)).isEmpty()
                && (isBeingMade(nowNanos) || isOnItsWay(arrived, nowNanos));
    }

    private boolean isOnItsWay(Predicate<String> arrived, long nowNanos) {
        return members.entrySet().stream()
                .filter(each -> !arrived.test(each.getKey()))
                .anyMatch(each -> each.getValue().isStarting(nowNanos));
    }

    private boolean isBeingMade(long nowNanos) {
        long there = members.values().stream().filter(Member::isWanted).count();
        return nowNanos - scaledAt < STARTING.toNanos()
                && replicas.filter(seen -> seen.count() > there).isPresent();
    }

    /** Whether nothing is there and nothing is wanted. */
    synchronized boolean isIdle(long nowNanos) {
        return members.isEmpty()
                && wants.values().stream().allMatch(want -> want.environments() == 0 || want.isLapsed(nowNanos))
                && replicas.map(Replicas::count).orElse(0) == 0;
    }

    // ---- what is to be done ----

    /** In this order; empty: all is as it should be, or there is no Deployment that was seen. */
    synchronized List<Step> steps(long nowNanos) {
        List<Step> steps = new ArrayList<>();
        replicas.ifPresent(seen -> addSteps(seen, target(seen, nowNanos), nowNanos, steps));
        return steps;
    }

    private int target(Replicas seen, long nowNanos) {
        int staying = (int) members.values().stream()
                .filter(member -> member.stays(seen.uid()))
                .count();
        int target = Math.max(wanted(seen, nowNanos), staying);
        return nowNanos - settledAt < 0 ? Math.max(target, seen.count()) : target;
    }

    private int wanted(Replicas seen, long nowNanos) {
        return Optional.ofNullable(wants.get(seen.uid()))
                .filter(want -> !want.isLapsed(nowNanos))
                .map(Want::environments)
                .orElse(0);
    }

    private void addSteps(Replicas seen, int target, long nowNanos, List<Step> steps) {
        int count = seen.count();
        if (target < count) {
            addShrinking(seen, target, steps);
        } else if (target > count) {
            int more = Math.min(target - count, rate.available(nowNanos));
            if (more > 0) {
                steps.add(new Step.Scale(count + more));
            }
        }
        if (target >= count && seen.settled()) {
            pods(Member::leaves).forEach(pod -> steps.add(new Step.Delete(pod, false)));
        } else {
            pods(member -> member.leaves() && member.removed).forEach(pod -> steps.add(new Step.Delete(pod, true)));
        }
        pods(member -> member.pod.state() == EnvironmentPod.State.ENDED)
                .forEach(pod -> steps.add(new Step.Delete(pod, true)));
    }

    private void addShrinking(Replicas seen, int target, List<Step> steps) {
        List<EnvironmentPod> unmarked = pods(member -> member.isLive() && !member.stays(seen.uid()) && !member.marked);
        if (!unmarked.isEmpty()) {
            steps.add(new Step.Mark(unmarked));
        }
        steps.add(new Step.Scale(target));
    }

    private List<EnvironmentPod> pods(Predicate<Member> which) {
        return members.values().stream().filter(which).map(member -> member.pod).toList();
    }
}

package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.e2e.Lambda;
import dev.hearth.e2e.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A tenant and a stranger attack all at once, while another tenant's function is invoked and changed. {@code
 * -Dhearth.soak=1200} sets the seconds; from ten minutes on the latency is judged too.
 */
@OnCluster
class BordersE2E {
    private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("hearth.soak", 60));
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(10);

    @Test
    void nothingThatATenantOrAStrangerDoesReachesAnother(Cluster cluster) throws Exception {
        try (Account victim = Account.open(cluster, "victim");
                TenantAttacks tenant = TenantAttacks.open(cluster)) {
            victim.function("steady", "echo", "scaling: {minimum: 1}");
            Lambda lambda = victim.caller();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> lambda.isAnswered("steady"));
            Latencies quiet = Latencies.during(QUIET, lambda, "steady", () -> {});
            String before = restarts(cluster);

            List<Attack> attacks = Stream.concat(
                            tenant.all().stream(),
                            new StrangerAttacks(cluster.url(), Trust.of(cluster.authority())).all().stream())
                    .toList();
            List<Duration> changes = new ArrayList<>();
            Latencies attacked = under(
                    attacks,
                    () -> Latencies.during(SOAK, lambda, "steady", () -> changes.add(change(victim, changes.size()))));

            System.err.printf("borders: quiet %s; attacked %s; changes ready after %s%n", quiet, attacked, changes);
            assertThat(restarts(cluster)).isEqualTo(before);
            assertThat(attacked.failures()).isEmpty();
            assertThat(changes).allMatch(took -> took.compareTo(Duration.ofSeconds(isLong() ? 10 : 30)) < 0);
            if (isLong()) {
                assertThat(attacked.p99Micros()).isLessThan(2 * quiet.p99Micros());
            }
        }
    }

    private static boolean isLong() {
        return SOAK.compareTo(LONG) >= 0;
    }

    /** Something that takes its time. */
    private interface Scene {
        Latencies play() throws Exception;
    }

    private static Latencies under(List<Attack> attacks, Scene scene) throws Exception {
        List<Attack.Running> running = attacks.stream().map(Attack::start).toList();
        try {
            return scene.play();
        } finally {
            for (int i = 0; i < running.size(); i++) {
                running.get(i).close();
                System.err.printf(
                        "  %s: %s%n", attacks.get(i).name(), running.get(i).outcomes());
            }
        }
    }

    /** How long a change takes until it is served. */
    private static Duration change(Account victim, int number) {
        long begun = System.nanoTime();
        victim.apply(victim.manifest(
                "steady",
                "example.faults.Faults::echo",
                "scaling: {minimum: 1}",
                "environment: {variables: {NUMBER: \"" + number + "\"}}"));
        victim.awaitReady("steady");
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Pods of the installation and how often their containers were started anew. */
    private static String restarts(Cluster cluster) {
        return cluster.kubectl(
                "get",
                "pods",
                "-n",
                Cluster.NAMESPACE,
                "-o",
                "jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[0].restartCount}{\"\\n\"}{end}");
    }

    /** Answer times of one caller who asks twenty times a second. */
    private record Latencies(List<Long> sortedMicros, List<String> failures) {
        /** @param between done every few seconds, beside the caller */
        static Latencies during(Duration time, Lambda lambda, String function, Runnable between) throws Exception {
            List<Long> micros = Collections.synchronizedList(new ArrayList<>());
            List<String> failures = Collections.synchronizedList(new ArrayList<>());
            long end = System.nanoTime() + time.toNanos();
            Thread caller = Thread.ofVirtual().start(() -> call(lambda, function, end, micros, failures));
            while (System.nanoTime() < end - BETWEEN_CHANGES.toNanos()) {
                between.run();
                Thread.sleep(BETWEEN_CHANGES);
            }
            caller.join();
            return new Latencies(micros.stream().sorted().toList(), List.copyOf(failures));
        }

        private static void call(Lambda lambda, String function, long end, List<Long> micros, List<String> failures) {
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                try {
                    Lambda.Answer answer = lambda.invoke(function, "{}");
                    micros.add((System.nanoTime() - begun) / 1_000);
                    if (!answer.isResult()) {
                        failures.add(answer.toString());
                    }
                    Thread.sleep(50);
                } catch (IOException e) {
                    failures.add(e.toString());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private long micros(double quantile) {
            return sortedMicros.get((int) Math.min(sortedMicros.size() - 1L, (long) (quantile * sortedMicros.size())));
        }

        long p99Micros() {
            return micros(0.99);
        }

        @Override
        public String toString() {
            return sortedMicros.size() + " answers, p50 " + micros(0.5) + " us, p99 " + p99Micros() + " us, failed "
                    + failures.size();
        }
    }
}

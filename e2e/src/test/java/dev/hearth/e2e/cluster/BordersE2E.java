package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A tenant and a stranger attack in every way at once, while another tenant's function is invoked and one is changed.
 * {@code -Dhearth.soak=1200} sets the seconds, {@code -Dhearth.soak.pace=2} makes the attacks come twice as often, and
 * {@code -Dhearth.soak.goals} judges times too, which on a machine of few processors are those of what attacks take of them.
 */
@OnCluster
class BordersE2E {
    private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("hearth.soak", 60));
    private static final double PACE = Double.parseDouble(System.getProperty("hearth.soak.pace", "1"));
    private static final boolean JUDGES_TIMES = System.getProperty("hearth.soak.goals") != null;
    private static final Duration QUIET = Duration.ofSeconds(Math.clamp(SOAK.toSeconds() / 4, 30, 180));
    private static final long MAX_READY_MICROS = 10_000_000;

    @Test
    void nothingThatATenantOrAStrangerDoesReachesAnother(Cluster cluster) throws Exception {
        try (Victim victim = Victim.open(cluster);
                Mallory mallory = Mallory.open(cluster)) {
            String before = restarts(cluster);
            Victim.Experience quiet = told("quiet", victim, QUIET);

            Victim.Experience attacked;
            List<Tally> attacks;
            try (AttackersProcess attackers = AttackersProcess.start(mallory.plan(PACE))) {
                attacked = told("attacked", victim, SOAK);
                attacks = attackers.end();
            }

            double ratio = (double) attacked.answers().p99() / quiet.answers().p99();
            attacks.forEach(each -> System.err.println("borders: " + each));
            System.err.printf("borders: p99 under attack is %.2f of the quiet one%n", ratio);
            assertThat(restarts(cluster)).isEqualTo(before);
            assertThat(attacks).allMatch(attack -> attack.hits() > 0);
            assertThat(quiet.failures()).isEmpty();
            assertThat(attacked.failures()).isEmpty();
            if (JUDGES_TIMES) {
                assertThat(attacked.changes().max()).isLessThan(MAX_READY_MICROS);
                assertThat(ratio).isLessThan(2);
            }
        }
    }

    private static Victim.Experience told(String name, Victim victim, Duration time) throws Exception {
        ProcessorUse before = ProcessorUse.now();
        Victim.Experience experience = victim.live(time);
        System.err.printf(
                "borders, %s: answers: %s; failed %d; changes ready: %s; processors: %s%n",
                name,
                experience.answers(),
                experience.failures().size(),
                experience.changes(),
                ProcessorUse.now().since(before));
        return experience;
    }

    /** Pods of the installation and how often their containers were started anew. */
    private static String restarts(Cluster cluster) {
        return cluster.kubectl(
                "get",
                "pods",
                "-n",
                Cluster.NAMESPACE,
                "-o",
                "jsonpath={range .items[*]}{.metadata.name} {.status.containerStatuses[*].restartCount}{\"\\n\"}{end}");
    }
}

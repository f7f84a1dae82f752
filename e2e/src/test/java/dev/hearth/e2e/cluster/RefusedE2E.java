package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.crds.RefusedManifests;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The API server refuses the manifests that one machine refuses, and names the same field and rule. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class RefusedE2E {
    /** What an API server says of fields that it does not know stands in the message alone. */
    private static final String UNKNOWN = "unknown field";

    private static Cluster cluster;

    @BeforeAll
    static void open(Cluster given) {
        cluster = given;
    }

    @Test
    void namesFieldValueAndRule() {
        List<RefusedManifests.Case> cases = RefusedManifests.cases();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);

        SoftAssertions all = new SoftAssertions();
        cases.parallelStream().forEach(each -> {
            Shell.Result refused = create(each.manifest().toString());
            synchronized (all) {
                all.assertThat(refused.status()).as(each.name()).isNotZero();
                all.assertThat(refused.output()).as(each.name()).contains(each.says());
                if (!refused.output().contains(UNKNOWN)) {
                    all.assertThat(refused.output()).as(each.name()).contains(each.field());
                }
            }
        });
        all.assertAll();
    }

    @Test
    void takesWhatTheTableStartsFrom() {
        for (String kind : List.of("Function", "Alias")) {
            Shell.Result taken = create(RefusedManifests.valid(kind).toString());

            assertThat(taken.status()).as(taken.output()).isZero();
        }
    }

    @Test
    void leavesVersionsToTheOperator() {
        Shell.Result refused = create(RefusedManifests.valid("FunctionVersion").toString());

        assertThat(refused.status()).isNotZero();
        assertThat(refused.output()).contains("versions are published, not made; set spec.publish: true");
    }

    private static Shell.Result create(String manifest) {
        return cluster.tryKubectl(
                manifest, "create", "--dry-run=server", "--validate=strict", "-n", "default", "-f", "-");
    }
}

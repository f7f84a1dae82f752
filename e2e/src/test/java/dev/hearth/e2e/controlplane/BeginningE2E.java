package dev.hearth.e2e.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.cluster.Tools;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A gateway that is told of a function's first revision before the API server is; there is no operator here. */
@ResourceLock("machine")
class BeginningE2E {
    private static ControlPlane cluster;
    private static Part gateway;
    private static OperatorPort operator;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> obstacle = Tools.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No API server for the gateway: " + obstacle.orElse(""));
        cluster = ControlPlane.start(Tools.folder());
        gateway = cluster.gateway().awaitReady();
        operator = cluster.operatorPort();
    }

    @AfterAll
    static void end() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void servesWhatItIsToldUntilAStatusTellsOtherwise() throws Exception {
        String uid = create("first");
        await().until(() -> operator.begin("first", uid, "one") == 200);
        touch("first");
        String marker = create("marker");
        await().until(() -> operator.begin("marker", marker, "m") == 200); // what came before is known by now

        assertThat(operator.serving("first")).isEqualTo("one");
        assertThat(operator.begin("first", uid, "one")).as("once more").isEqualTo(200);
        assertThat(operator.begin("first", uid, "two")).as("another").isEqualTo(409);

        tell("first", "two");
        await().until(() -> operator.serving("first").equals("two"));
        assertThat(operator.begin("first", uid, "one")).as("the replaced one").isEqualTo(409);
    }

    @Test
    void servesNothingThatIsNotThereOrIsAnother() throws Exception {
        String before = create("second");
        await().until(() -> operator.begin("second", before, "one") == 200);
        assertThat(operator.begin("nowhere", before, "one")).isEqualTo(409);

        cluster.functions().inNamespace(ControlPlane.ACCOUNT).withName("second").delete();
        await().until(() -> operator.serving("second").isEmpty());
        assertThat(operator.begin("second", before, "one")).isEqualTo(409);

        String now = create("second");
        await().until(() -> operator.begin("second", now, "two") == 200);
        assertThat(operator.begin("second", before, "one")).isEqualTo(409);
        assertThat(operator.serving("second")).isEqualTo("two");
    }

    private static String create(String name) {
        return cluster.client()
                .resource(ControlPlane.function(name))
                .create()
                .getMetadata()
                .getUid();
    }

    private static void touch(String name) {
        cluster.functions()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
    }

    private static void tell(String name, String revision) {
        cluster.functions()
                .inNamespace(ControlPlane.ACCOUNT)
                .withName(name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {\"revision\": " + OperatorPort.served(name, revision) + "}}");
    }
}

package dev.hearth.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.e2e.Lambda.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the README says, word for word: a jar into a ConfigMap, {@code kubectl apply}, an invocation. */
@SharesCluster
@ResourceLock(SharesCluster.ONE)
class ExamplesE2E {
    private final Cluster cluster;

    ExamplesE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void helloIsAppliedAndInvoked() throws Exception {
        try (Account account = Account.open(cluster, "examples")) {
            account.kubectl("create", "configmap", "hello", "--from-file=examples/hello/target/hello.jar");
            account.kubectl("apply", "-f", "examples/hello/");
            account.awaitReady("hello");

            Answer answer = account.caller().invoke("hello", "{\"name\":\"Ada\"}");

            assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, Ada!\"}");
            assertThat(account.kubectl("get", "fn"))
                    .containsPattern("NAME +RUNTIME +HANDLER +MEMORY +READY +REASON +AGE")
                    .containsPattern("hello +java25 +com.example.hello.HelloHandler +128 +True +Serving");
        }
    }
}

package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Failed events show what other callers sent. */
class FailedEventsRightsIT {
    private static final String PATH = "/hearth/v1/functions/hello/failed-events";

    private record Entitled(Set<Right> rights) implements Caller {
        @Override
        public String accountId() {
            return FakeCatalog.ACCOUNT;
        }

        @Override
        public CompletionStage<Optional<Refusal>> may(Right right, Target target) {
            return CompletableFuture.completedStage(
                    rights.contains(right)
                            ? Optional.empty()
                            : Optional.of(new Refusal(Refusal.Kind.ACCESS_DENIED, "no " + right.action())));
        }
    }

    private static TestServer server(Right... rights) {
        Set<Right> all = EnumSet.noneOf(Right.class);
        all.addAll(Set.of(rights));
        return new TestServer(
                (_, _) -> new Access.Admitted(new Entitled(all)),
                new Events(_ -> CompletableFuture.completedStage(null), new NoFailedEvents()));
    }

    @Test
    void whoMayInvokeSeesAndRedrivesNothing() throws Exception {
        try (TestServer server = server(Right.INVOKE)) {
            assertThat(server.get(PATH).statusCode()).isEqualTo(403);
            assertThat(server.get(PATH).body()).contains("hearth:GetFailedEvents");
            assertThat(server.post(PATH + "/redrive", "{}").body()).contains("hearth:RedriveFailedEvents");
        }
    }

    @Test
    void eachRightIsOneOfItsOwn() throws Exception {
        try (TestServer server = server(Right.READ_FAILED_EVENTS)) {
            assertThat(server.get(PATH).statusCode()).isEqualTo(200);
            assertThat(server.post(PATH + "/redrive", "{}").statusCode()).isEqualTo(403);
        }
        try (TestServer server = server(Right.REDRIVE_FAILED_EVENTS)) {
            assertThat(server.get(PATH).statusCode()).isEqualTo(403);
            assertThat(server.post(PATH + "/redrive", "{}").statusCode()).isEqualTo(200);
            assertThat(server.invoke("hello", "{}").statusCode()).isEqualTo(403);
        }
    }
}

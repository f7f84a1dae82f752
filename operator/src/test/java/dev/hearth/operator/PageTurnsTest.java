package dev.hearth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PageTurnsTest {
    private static final String PAGE = "https://cluster/api/v1/configmaps?limit=5";

    private final PageTurns turns = new PageTurns();
    private final List<String> read = new ArrayList<>();

    @Test
    void pagesAreReadOneAfterTheOther() throws Exception {
        Answer first = new Answer("first", PAGE);
        Answer second = new Answer("second", PAGE);
        Answer third = new Answer("third", PAGE);
        first.bytes();
        third.bytes();
        second.bytes();
        first.bytes();
        assertThat(read).containsExactly("first", "first");

        first.done.complete(null);
        assertThat(read).containsExactly("first", "first", "third");

        third.done.complete(null);
        assertThat(read).containsExactly("first", "first", "third", "second");
    }

    @Test
    void aPageThatFailsGivesItsTurnAway() throws Exception {
        Answer first = new Answer("first", PAGE);
        Answer second = new Answer("second", PAGE);
        Answer third = new Answer("third", PAGE);
        first.bytes();
        second.bytes();
        third.bytes();

        second.done.completeExceptionally(new CancellationException());
        assertThat(read).containsExactly("first");

        first.done.completeExceptionally(new CancellationException());
        assertThat(read).containsExactlyInAnyOrder("first", "second", "third");
    }

    @Test
    void whoseReaderFailsIsCancelledAndGivesItsTurnAway() throws Exception {
        Answer first = new Answer("first", PAGE);
        Answer broken = new Answer("broken", PAGE);
        Answer third = new Answer("third", PAGE);
        first.bytes();
        broken.bytes();
        third.bytes();

        first.done.complete(null);

        assertThat(broken.cancelled).isTrue();
        assertThat(broken.done).isCompletedExceptionally();
        assertThat(read).containsExactly("first", "third");
    }

    @Test
    void whatIsNoPageWaitsForNobody() throws Exception {
        new Answer("page", PAGE).bytes();
        new Answer("lease", "https://cluster/apis/coordination.k8s.io/v1/namespaces/hearth/leases/operator").bytes();

        assertThat(read).containsExactly("page", "lease");
    }

    /** What the API server answers to a request. */
    private final class Answer implements AsyncBody {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Consumer<List<ByteBuffer>> reader;
        private boolean cancelled;

        Answer(String name, String url) {
            reader = turns.consumer(
                    (_, _) -> {
                        if (name.equals("broken")) {
                            throw new IllegalStateException("no gzip");
                        }
                        read.add(name);
                    },
                    new StandardHttpRequest.Builder().uri(url).build());
        }

        void bytes() throws Exception {
            reader.consume(List.of(), this);
        }

        @Override
        public void consume() {}

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}

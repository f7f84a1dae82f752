package dev.hearth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairExecutorTest {
    private final ByHand threads = new ByHand();
    private final List<String> done = new ArrayList<>();
    private String namespace = "";
    private final FairExecutor executor = new FairExecutor(threads, () -> namespace);

    @Test
    void aThousandTasksOfOneNamespaceHoldUpNobodyElsesOne() {
        for (int i = 0; i < 1_000; i++) {
            submit("mallory", "m" + i);
        }
        submit("victim", "v");

        threads.run(2);

        assertThat(done).containsExactly("m0", "v");
    }

    @Test
    void namespacesTakeTurnsAndTasksOfOneStayInOrder() {
        submit("a", "a1");
        submit("a", "a2");
        submit("a", "a3");
        submit("b", "b1");
        submit("b", "b2");
        submit("c", "c1");

        threads.run(6);

        assertThat(done).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void everyTaskRunsAlsoWhenOneFails() {
        namespace = "a";
        executor.execute(() -> {
            throw new IllegalStateException("failed");
        });
        submit("a", "a2");

        threads.run(2);

        assertThat(done).containsExactly("a2");
    }

    @Test
    void oneNamespacesTasksDoNotTakeTheRoomOfAnothers() {
        for (int i = 0; i < 5; i++) {
            executor.offer("mallory", () -> done.add("m"), 5);
        }

        assertThat(executor.offer("mallory", () -> done.add("m"), 5)).isFalse();
        assertThat(executor.offer("victim", () -> done.add("v"), 5)).isTrue();
    }

    private void submit(String of, String task) {
        namespace = of;
        executor.execute(() -> done.add(task));
    }

    /** Runs tasks when it is told to. */
    private static final class ByHand extends AbstractExecutorService {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        void run(int count) {
            for (int i = 0; i < count; i++) {
                try {
                    tasks.remove().run();
                } catch (IllegalStateException asAThreadOfAPool) {
                    assertThat(asAThreadOfAPool).hasMessage("failed");
                }
            }
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void shutdown() {
            tasks.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}

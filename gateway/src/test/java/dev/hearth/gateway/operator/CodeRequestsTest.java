package dev.hearth.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.code.PackageStore;
import dev.hearth.code.StoredPackage;
import dev.hearth.crds.ConfigMapCode;
import dev.hearth.crds.FunctionCode;
import dev.hearth.gateway.TestZip;
import dev.hearth.gateway.code.AddressGuard;
import dev.hearth.gateway.code.ClusterData;
import dev.hearth.gateway.code.CodeSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeRequestsTest {
    private static final Duration PATIENCE = Duration.ofMillis(20);

    @TempDir
    private Path cache;

    private final SlowOrNot data = new SlowOrNot();
    private CodeSources sources;
    private CodeRequests requests;

    @BeforeEach
    void start() {
        sources = new CodeSources(new PackageStore(cache, 1 << 30), data, new AddressGuard(List.of(), Set.of(), false));
        requests = new CodeRequests(sources, PATIENCE);
    }

    @AfterEach
    void end() throws IOException {
        requests.close();
        sources.close();
    }

    @Test
    void manySlowSourcesOfOneNamespaceDelayNobodyElse() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(ask("greedy", "f" + i, "slow")).isFalse();
        }

        await().until(() -> ask("shop", "hello", "there"));
        assertThat(data.reading).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aFunctionThatAsksForSomethingElseNoLongerReadsWhatItAskedForBefore() throws Exception {
        assertThat(ask("shop", "hello", "slow")).isFalse();
        await().until(() -> data.reading.get() == 1);

        await().until(() -> ask("shop", "hello", "there"));

        await().until(() -> data.reading.get() == 0);
    }

    @Test
    void whatNobodyAsksForAnyMoreIsNoLongerRead() throws Exception {
        assertThat(ask("shop", "hello", "slow")).isFalse();
        await().until(() -> data.reading.get() == 1);

        requests.endAbandoned(System.nanoTime() + Duration.ofMinutes(2).toNanos());

        await().until(() -> data.reading.get() == 0);
        assertThat(requests.running()).isZero();
    }

    @Test
    void aHandlerIsLookedForOnceInAPackage() {
        AtomicInteger looks = new AtomicInteger();
        HandlerAnswers answers = new HandlerAnswers();
        StoredPackage stored = new StoredPackage("abc", cache, 1);

        for (String handler : List.of("a", "b", "a", "b")) {
            Optional<String> answer = answers.missing(stored, handler, () -> {
                looks.incrementAndGet();
                return Optional.of("no " + handler);
            });
            assertThat(answer).contains("no " + handler);
        }

        assertThat(looks).hasValue(2);
    }

    @Test
    void saysWhatIsWrongWithAHandler() {
        assertThatThrownBy(() -> {
                    for (boolean answered = false; !answered; ) {
                        answered = ask("shop", "hello", "there", "example.Handler.handle");
                    }
                })
                .hasMessageContaining("write the handler as example.Handler::handle");
    }

    private boolean ask(String namespace, String function, String configMap) throws InterruptedException {
        return ask(namespace, function, configMap, "example.Handler::handle");
    }

    private boolean ask(String namespace, String function, String configMap, String handler)
            throws InterruptedException {
        ConfigMapCode source = new ConfigMapCode();
        source.setName(configMap);
        FunctionCode code = new FunctionCode();
        code.setConfigMap(source);
        var question = new CodeRequests.Question(namespace, function, configMap, handler, Optional.empty());
        return requests.resolve(question, code).isPresent();
    }

    private static final class SlowOrNot implements ClusterData {
        private final AtomicInteger reading = new AtomicInteger();

        @Override
        public byte[] configMap(String namespace, String name, Optional<String> key) {
            if (name.equals("slow")) {
                reading.incrementAndGet();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                } finally {
                    reading.decrementAndGet();
                }
            }
            return TestZip.of("example/Handler.class", "");
        }

        @Override
        public String authorization(String namespace, String secret) {
            throw new IllegalStateException("nobody asked for credentials");
        }
    }
}

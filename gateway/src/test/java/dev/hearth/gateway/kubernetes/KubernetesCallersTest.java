package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.crds.Account;
import dev.hearth.gateway.invoke.Caller;
import dev.hearth.gateway.invoke.Callers;
import dev.hearth.gateway.invoke.Refusal;
import dev.hearth.gateway.invoke.Right;
import dev.hearth.gateway.kubernetes.ServiceAccountTokens.Origin;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesCallersTest {
    private static final SocketAddress HERE = new InetSocketAddress("192.0.2.1", 1);
    private static final SocketAddress THERE = new InetSocketAddress("192.0.2.2", 1);

    private final FakeResources resources = new FakeResources();
    private final KubernetesCatalog catalog = new KubernetesCatalog(resources, () -> 0L);
    private final AccessKeys keys = new AccessKeys(resources);
    private final ApiServer api = new ApiServer();
    private final KubernetesCallers callers =
            new KubernetesCallers(api, KubernetesCallersTest::origin, catalog, keys, "default");

    /** Tokens are called after what they are: {@code cluster …}, {@code forged …}, {@code other …}. */
    private static Origin origin(String token) {
        return token.startsWith("cluster")
                ? Origin.CLUSTER
                : token.startsWith("forged") ? Origin.NOBODY : Origin.UNKNOWN;
    }

    private static final class ApiServer implements Reviews {
        final AtomicInteger reviews = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Map<String, User> users = new ConcurrentHashMap<>();
        final Set<Wish> allowed = ConcurrentHashMap.newKeySet();
        final CountDownLatch answering = new CountDownLatch(1);
        volatile boolean slow;

        @Override
        public Optional<User> user(String token) {
            reviews.incrementAndGet();
            most.incrementAndGet();
            await();
            return Optional.ofNullable(users.get(token));
        }

        @Override
        public boolean isAllowed(Wish wish) {
            reviews.incrementAndGet();
            await();
            return allowed.contains(wish);
        }

        private void await() {
            try {
                if (slow) {
                    answering.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterEach
    void close() {
        api.answering.countDown();
        callers.close();
        catalog.close();
    }

    private CompletableFuture<Optional<Caller>> bearer(String token, SocketAddress remote) {
        return callers.bearer(token, remote).toCompletableFuture();
    }

    private static Caller.Target target(String namespace, String name) {
        return new Caller.Target(
                Account.idOf(namespace),
                name,
                "arn:aws:lambda:us-east-1:" + Account.idOf(namespace) + ":function:" + name);
    }

    private Optional<Refusal> invoke(Caller caller, Caller.Target target) {
        return caller.may(Right.INVOKE, target).toCompletableFuture().join();
    }

    private Caller web() {
        api.users.put("cluster web", User.serviceAccount("shop", "web"));
        return bearer("cluster web", HERE).join().orElseThrow();
    }

    @Test
    void aTokenIsReviewedOnceForAWhile() {
        assertThat(web().accountId()).isEqualTo(Account.idOf("shop"));
        web();

        assertThat(api.reviews).hasValue(1);
    }

    @Test
    void nobodysTokenIsRefusedWithoutAnyQuestion() {
        for (int token = 0; token < 1_000; token++) {
            assertThat(bearer("forged " + token, HERE).join()).isEmpty();
        }

        assertThat(api.reviews).hasValue(0);
    }

    @Test
    void aRefusedTokenIsNotReviewedAgain() {
        assertThat(bearer("other", HERE).join()).isEmpty();
        assertThat(bearer("other", THERE).join()).isEmpty();

        assertThat(api.reviews).hasValue(1);
    }

    @Test
    void strangersHaveAFewReviewsUnderWayWhateverTheySend() {
        api.slow = true;
        List<CompletableFuture<Optional<Caller>>> asked = new ArrayList<>();
        for (int each = 0; each < 200; each++) {
            asked.add(bearer("other " + each, new InetSocketAddress("192.0.2." + each % 50, 1)));
        }

        org.awaitility.Awaitility.await()
                .until(() -> asked.stream().filter(CompletableFuture::isDone).count() == 200 - 16);
        assertThat(api.reviews.get()).isLessThanOrEqualTo(16);
        assertThat(asked.stream().filter(CompletableFuture::isDone).toList())
                .allSatisfy(each -> assertThatThrownBy(each::join).hasCauseInstanceOf(Callers.Busy.class));
    }

    @Test
    void oneAddressTakesNotAllOfThem() {
        api.slow = true;
        List<CompletableFuture<Optional<Caller>>> asked = new ArrayList<>();
        for (int each = 0; each < 50; each++) {
            asked.add(bearer("other " + each, new InetSocketAddress("2001:db8::" + Integer.toHexString(each + 1), 1)));
        }
        org.awaitility.Awaitility.await()
                .until(() -> asked.stream().filter(CompletableFuture::isDone).count() == 50 - 4);

        CompletableFuture<Optional<Caller>> another = bearer("other, from elsewhere", THERE);
        api.answering.countDown();

        assertThat(another.join()).isEmpty();
    }

    @Test
    void strangersStandInNobodysWayWhomTheClusterHasSigned() {
        api.slow = true;
        for (int each = 0; each < 100; each++) {
            bearer("other " + each, HERE);
        }
        api.users.put("cluster web", User.serviceAccount("shop", "web"));

        CompletableFuture<Optional<Caller>> web = bearer("cluster web", HERE);
        api.answering.countDown();

        assertThat(web.join()).isPresent();
    }

    @Test
    void rightsAreAskedOfTheNamespaceThatTheAccountIs() {
        Caller web = web();
        resources
                .put(ClusterRevisions.function("orders", "F", ClusterRevisions.served("orders", "f-1", "A")))
                .run();
        assertThat(invoke(web, target("orders", "f"))).isPresent();

        api.allowed.add(
                new Reviews.Wish(User.serviceAccount("other", "web"), Right.INVOKE, new ResourceName("orders", "f")));
        Caller other = callers.accessKey("none").map(Callers.AccessKey::caller).orElse(web);
        assertThat(invoke(other, target("orders", "f"))).isPresent();
        api.allowed.add(
                new Reviews.Wish(User.serviceAccount("shop", "web"), Right.INVOKE, new ResourceName("shop", "mine")));
        assertThat(invoke(web, target("shop", "mine"))).isEmpty();
    }

    @Test
    void aRefusalTellsNothingOfWhatIsThere() {
        Caller web = web();
        resources
                .put(ClusterRevisions.function("orders", "F", ClusterRevisions.served("orders", "f-1", "A")))
                .run();
        Refusal there = invoke(web, target("orders", "f")).orElseThrow();
        Refusal notThere = invoke(web, target("orders", "g")).orElseThrow();
        Refusal noAccount = invoke(web, target("nowhere", "f")).orElseThrow();

        assertThat(there.message().replace(target("orders", "f").arn(), "ARN"))
                .isEqualTo(notThere.message().replace(target("orders", "g").arn(), "ARN"))
                .isEqualTo(noAccount.message().replace(target("nowhere", "f").arn(), "ARN"))
                .doesNotContain("namespace");
    }

    @Test
    void oneCallerDoesNotAskForEveryNameThereIs() {
        Caller web = web();
        api.slow = true;
        List<CompletableFuture<Optional<Refusal>>> asked = new ArrayList<>();
        for (int each = 0; each < 300; each++) {
            asked.add(web.may(Right.INVOKE, target("shop", "f" + each)).toCompletableFuture());
        }

        List<Refusal> refused = asked.stream()
                .filter(CompletableFuture::isDone)
                .map(each -> each.join().orElseThrow())
                .toList();

        assertThat(refused).hasSize(300 - 256).extracting(Refusal::kind).containsOnly(Refusal.Kind.UNAVAILABLE);
    }

    @Test
    void aCallerOfFiftyFunctionsAtOnceWaitsForItsTurn() {
        Caller web = web();
        api.slow = true;
        List<CompletableFuture<Optional<Refusal>>> asked = new ArrayList<>();
        for (int each = 0; each < 50; each++) {
            asked.add(web.may(Right.INVOKE, target("shop", "f" + each)).toCompletableFuture());
        }

        assertThat(asked).noneMatch(CompletableFuture::isDone);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Runnable key(String secret, String id, String account) {
        return resources.put(new SecretBuilder()
                .withNewMetadata()
                .withNamespace("keys")
                .withName(secret)
                .withUid("uid-of-" + secret)
                .endMetadata()
                .addToData("accessKeyId", base64(id))
                .addToData("secretAccessKey", base64("secret\n"))
                .addToData("namespace", base64("shop"))
                .addToData("serviceAccount", base64(account))
                .build());
    }

    @Test
    void anAccessKeyStandsForItsServiceAccount() {
        key("a", "AKIA", "web").run();

        Callers.AccessKey found = callers.accessKey("AKIA").orElseThrow();

        assertThat(found.secret()).isEqualTo("secret");
        assertThat(found.caller().accountId()).isEqualTo(Account.idOf("shop"));
        assertThat(callers.accessKey("other")).isEmpty();
    }
}

package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final String TOKEN = "a-token-of-some-length";
    private final Access loopback = new LoopbackAccess(new OneAccount(FakeCatalog.ACCOUNT));
    private final Access token = new TokenAccess(TOKEN, new OneAccount(FakeCatalog.ACCOUNT));

    @Test
    void aMachineServesItsOwnAccountAndThoseOfItsNamespacesOnly() {
        OneMachine machine = new OneMachine("111111111111", "222222222222"::equals);

        assertThat(asked(machine, "111111111111")).isEmpty();
        assertThat(asked(machine, "222222222222")).isEmpty();
        assertThat(asked(machine, "333333333333"))
                .hasValueSatisfying(refusal -> assertThat(refusal.message())
                        .contains("no resource-based policy", "account 111111111111", "--account-id 333333333333"));
    }

    private static Optional<Refusal> asked(Caller caller, String account) {
        var target = new Caller.Target(account, "f", "arn:aws:lambda:us-east-1:" + account + ":function:f");
        return caller.mayInvoke(target).toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9000",
                "LOCALHOST:9000",
                "127.0.0.1:9000",
                "[::1]:9000",
                "[::1]",
                "lambda.localhost:9000"
            })
    void loopbackTakesTheNamesOfThisMachine(String host) {
        assertThat(refusal(loopback, request("Host", host), HERE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.1.7:9000",
                "notlocalhost",
                "localhost:9000@evil.example",
                "",
                "[::1].evil.example",
                "[::2]",
                "localhost:",
                "0.0.0.0"
            })
    void loopbackRefusesNamesThatRebindingCouldUse(String host) {
        boolean portOnly = host.equals("localhost:");
        assertThat(refusal(loopback, request("Host", host), HERE).isEmpty()).isEqualTo(portOnly);
    }

    @Test
    void loopbackTellsContainersHowTheyAreLetIn() {
        assertThat(refusal(loopback, request("Host", "host.docker.internal:9000"), HERE))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.message()).contains("--host 0.0.0.0", "--token", "--open"));
    }

    @Test
    void loopbackRefusesWebPagesOfOtherOrigins() {
        assertThat(origin("http://evil.example")).isTrue();
        assertThat(origin("http://localhost:3000")).isTrue();
        assertThat(origin("null")).isTrue();
        assertThat(origin("http://localhost:9000")).isFalse();
        assertThat(refusal(loopback, request("Host", "localhost", "Sec-Fetch-Site", "cross-site"), HERE))
                .isPresent();
        assertThat(refusal(loopback, request("Host", "localhost", "Sec-Fetch-Site", "same-site"), HERE))
                .isPresent();
        assertThat(refusal(loopback, request("Host", "localhost", "Sec-Fetch-Site", "none"), HERE))
                .isEmpty();
    }

    @Test
    void loopbackRefusesOtherMachinesAndDoubtfulHosts() {
        assertThat(refusal(
                        loopback,
                        request("Host", "localhost"),
                        new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1)))
                .isPresent();
        assertThat(refusal(loopback, request(), HERE)).isPresent();
        assertThat(refusal(loopback, request("Host", "localhost", "Host", "evil.example"), HERE))
                .isPresent();
    }

    @Test
    void tokenIsTakenInEitherHeader() {
        assertThat(refusal(token, request("Authorization", "Bearer " + TOKEN), HERE))
                .isEmpty();
        assertThat(refusal(token, request("Authorization", "bearer " + TOKEN), HERE))
                .isEmpty();
        assertThat(refusal(token, request("X-Hearth-Token", TOKEN, "Authorization", "AWS4-HMAC-SHA256 x"), HERE))
                .isEmpty();
    }

    @Test
    void everythingButTheTokenIsRefused() {
        assertThat(refusal(token, request(), HERE)).isPresent();
        assertThat(refusal(token, request("Authorization", "Bearer " + TOKEN + "x"), HERE))
                .isPresent();
        assertThat(refusal(token, request("Authorization", "Basic " + TOKEN), HERE))
                .isPresent();
        assertThat(refusal(token, request("X-Hearth-Token", "", "Authorization", "Bearer " + TOKEN), HERE))
                .isPresent();
        assertThat(refusal(token, request("Authorization", "AWS4-HMAC-SHA256 Credential=" + TOKEN), HERE))
                .hasValueSatisfying(refusal ->
                        assertThat(refusal.message()).contains("SigV4").contains("not supported yet"));
        assertThatThrownBy(() -> new TokenAccess("short", new OneAccount(FakeCatalog.ACCOUNT)))
                .hasMessageContaining("16 or more");
    }

    private boolean origin(String origin) {
        return refusal(loopback, request("Host", "localhost:9000", "Origin", origin), HERE)
                .isPresent();
    }

    private static HttpRequest request(String... headers) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Optional<Refusal> refusal(Access access, HttpRequest request, InetSocketAddress remote) {
        return access.check(request, remote) instanceof Access.Refused(Refusal refusal)
                ? Optional.of(refusal)
                : Optional.empty();
    }
}

package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class HeaderProblemTest {
    private final DefaultHttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");

    @Test
    void takesOneOfEach() {
        request.headers().add("host", "localhost").add("AUTHORIZATION", "Bearer one");

        assertThat(HeaderProblem.of(request)).isEmpty();
    }

    @Test
    void refusesTwoHosts() {
        request.headers().add("Host", "one").add("host", "one");

        assertThat(HeaderProblem.of(request)).isPresent();
    }

    @Test
    void refusesNoHostButOfOldClients() {
        assertThat(HeaderProblem.of(request)).isPresent();
        assertThat(HeaderProblem.of(request.setProtocolVersion(HttpVersion.HTTP_1_0)))
                .isEmpty();
    }

    @Test
    void refusesTwoAuthorizations() {
        request.headers().add("Host", "one").add("Authorization", "Bearer good").add("authorization", "Bearer bad");

        assertThat(HeaderProblem.of(request)).isPresent();
    }
}

package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final Map<String, String> SHELL =
            Map.of("HEARTH_PORT", "9005", "AWS_ENDPOINT_URL_LAMBDA", "https://hearth.example.com/");

    @Test
    void optionsWinOverAwsVariableAndThatOverHearths() {
        assertThat(Endpoint.of("http://a:1/", Optional.of(7), SHELL)).isEqualTo(URI.create("http://a:1"));
        assertThat(Endpoint.of("", Optional.of(7), SHELL)).isEqualTo(URI.create("http://127.0.0.1:7"));
        assertThat(Endpoint.of("", Optional.empty(), SHELL)).isEqualTo(URI.create("https://hearth.example.com"));
        assertThat(Endpoint.of("", Optional.empty(), Map.of("HEARTH_PORT", "9005")))
                .isEqualTo(URI.create("http://127.0.0.1:9005"));
        assertThat(Endpoint.of("", Optional.empty(), Map.of())).isEqualTo(URI.create("http://127.0.0.1:9000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "ftp://a", "http://", "http:///x", "http://a b", "9000", "http://a?b=c"})
    void saysWhatIsNoUrlAndHowOneLooks(String text) {
        assertThatThrownBy(() -> Endpoint.of(text, Optional.empty(), Map.of()))
                .isInstanceOf(UpFailure.class)
                .hasMessageContaining("--endpoint-url gives '" + text + "'")
                .hasMessageContaining("http://127.0.0.1:9000");
    }
}

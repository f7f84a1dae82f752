package dev.hearth.gateway.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceTest {
    private static final URI FROM = URI.create("https://code.example/f.jar");
    private static final AddressGuard NOWHERE = new AddressGuard(List.of("allowed.invalid"), Set.of(), false);

    @TempDir
    private Path folder;

    private static URI location(String text) {
        BasicClassicHttpResponse answer = new BasicClassicHttpResponse(302);
        answer.setHeader("Location", text);
        return HttpSource.location(FROM, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://code.example:99999/f.jar",
                "http://co_de.example:99999/f.jar",
                "https://:80/f.jar",
                "https://code.example/%zz",
                "https://code.example/a b",
                "https://code.example/[a"
            })
    void whatIsNoAddressIsRefusedWithThatReason(String text) throws IOException {
        try (HttpSource source = new HttpSource(NOWHERE, TransferLimits.DEFAULT)) {
            assertThatExceptionOfType(CodeRefusal.class)
                    .isThrownBy(() -> source.read(HttpSource.address(text), Optional.empty(), folder.resolve("f"), 1))
                    .withMessageContaining(text)
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(CodeRefusal.Reason.CodeSourceRefused));
        }
    }

    @Test
    void aRedirectHasNoCredentialsWhateverItsHostIsCalled() {
        assertThat(location("https://co_de.example/f.jar")).hasToString("https://co_de.example/f.jar");
        assertThatExceptionOfType(CodeRefusal.class).isThrownBy(() -> location("https://me:pw@code.example/f.jar"));
        assertThatExceptionOfType(CodeRefusal.class).isThrownBy(() -> location("https://me:pw@co_de.example/f.jar"));
    }
}

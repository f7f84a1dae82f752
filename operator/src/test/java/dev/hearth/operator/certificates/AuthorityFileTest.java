package dev.hearth.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFileTest {
    private final Credentials root = Credentials.authority(Instant.now(), Duration.ofDays(1));
    private final Credentials below = root.issue(List.of("below"), Instant.now(), Duration.ofDays(1));
    private Path file;

    @BeforeEach
    void names(@TempDir Path folder) {
        file = folder.resolve("ca.crt");
    }

    @Test
    void mayHoldMoreThanTheRoot() throws IOException {
        String both = below.certificate() + root.certificate();
        Files.writeString(file, both);

        assertThat(AuthorityFile.read(file)).isEqualTo(both);
    }

    @Test
    void withoutARootIsRefused() throws IOException {
        Files.writeString(file, below.certificate());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorityFile.read(file))
                .withMessageContaining(file + " holds no root, one that has signed itself, but [CN=hearth-gateway]")
                .withMessageContaining("add the root to ca.crt");
    }

    @Test
    void ofSomethingElseIsRefused() throws IOException {
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorityFile.read(file))
                .withMessageContaining(file + " is no PEM file of certificates");
    }

    @Test
    void thatIsMissingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorityFile.read(file))
                .withMessageContaining(file + " cannot be read");
    }
}

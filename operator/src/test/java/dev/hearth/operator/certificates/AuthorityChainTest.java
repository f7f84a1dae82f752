package dev.hearth.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorityChainTest {
    private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final AuthorityChain first = AuthorityChain.begin(START);

    @Test
    void staysAsItIsUntilAYearBeforeItsEnd() {
        assertThat(first.at(START.plus(YEAR.multipliedBy(8)))).isSameAs(first);
    }

    @Test
    void announcesTheNextAuthorityBeforeItSigns() {
        AuthorityChain announced = first.at(START.plus(YEAR.multipliedBy(9)));

        assertThat(announced.current()).isEqualTo(first.current());
        assertThat(announced.next()).isPresent();
        assertThat(announced.trusted())
                .isEqualTo(first.trusted() + announced.next().get().certificate());
    }

    @Test
    void trustsThePreviousAuthorityUntilItsEnd() {
        Instant announcement = START.plus(YEAR.multipliedBy(9));
        AuthorityChain announced = first.at(announcement);

        AuthorityChain changed = announced.at(announcement.plus(Duration.ofDays(31)));

        assertThat(changed.current()).isEqualTo(announced.next().orElseThrow());
        assertThat(changed.previous()).contains(first.current().certificate());
        assertThat(changed.at(START.plus(YEAR.multipliedBy(10))).previous()).isEmpty();
    }

    @Test
    void beginsAnewWhenNobodyWasThereToRenewIt() {
        Instant late = START.plus(YEAR.multipliedBy(11));

        AuthorityChain fresh = first.at(late);

        assertThat(fresh.current().validUntil()).isAfter(late.plus(YEAR));
        assertThat(fresh.trusted()).isEqualTo(fresh.current().certificate());
    }

    @Test
    void hurriesWhenLittleTimeIsLeft() {
        Instant late = START.plus(YEAR.multipliedBy(10)).minus(Duration.ofDays(2));
        AuthorityChain announced = first.at(late);

        AuthorityChain changed = announced.at(late.plus(Duration.ofMinutes(1)));

        assertThat(changed.current()).isEqualTo(announced.next().orElseThrow());
        assertThat(changed.previous()).contains(first.current().certificate());
    }

    /** Who has heard of the authorities the day before trusts every server's certificate that is in use. */
    @Test
    void isNeverSurprisingWithinThirtyYears() {
        AuthorityChain chain = first;
        Credentials server = chain.current().issue(List.of("gateway"), START, Duration.ofDays(90));
        String heard = chain.trusted();
        int authorities = 1;
        for (int day = 1; day < 30 * 365; day++) {
            Instant now = START.plus(Duration.ofDays(day));
            AuthorityChain next = chain.at(now);
            if (!next.current().equals(chain.current())) {
                authorities++;
                assertThat(next.trusted()).contains(chain.current().certificate());
                server = next.current().issue(List.of("gateway"), now, Duration.ofDays(90));
            }
            chain = next;
            assertThat(heard).as("day " + day).contains(chain.current().certificate());
            assertThat(chain.current().validUntil()).isAfter(now.plus(Duration.ofDays(90)));
            heard = chain.trusted();
        }
        assertThat(server.isIssuedBy(chain.current())).isTrue();
        assertThat(authorities).isEqualTo(4);
    }

    @Test
    void survivesInASecret() {
        AuthorityChain announced = first.at(START.plus(YEAR.multipliedBy(9)));
        AuthorityChain changed = announced.at(START.plus(YEAR.multipliedBy(9)).plus(Duration.ofDays(31)));

        for (AuthorityChain chain : List.of(first, announced, changed)) {
            assertThat(CertificateSecret.of(new SecretBuilder()
                                    .withData(CertificateSecret.of(chain).encoded())
                                    .build())
                            .chain())
                    .isEqualTo(chain);
        }
    }

    @Test
    void aNextAuthorityThatSignsAlreadyIsNoNextOne() {
        AuthorityChain leftBehind = new AuthorityChain(first.current(), Optional.of(first.current()), Optional.empty());

        assertThat(CertificateSecret.of(leftBehind).chain()).isEqualTo(first);
    }

    /** OpenSSL asks the first one of that name, and nobody else. */
    @Test
    void noTwoAuthoritiesAreOfOneName() {
        assertThat(name(Credentials.authority(Instant.now(), Duration.ofDays(1))))
                .contains("CN=Hearth")
                .isNotEqualTo(name(Credentials.authority(Instant.now(), Duration.ofDays(1))));
    }

    private static String name(Credentials authority) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(authority.certificate().getBytes(StandardCharsets.US_ASCII)));
            return certificate.getSubjectX500Principal().toString();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void vouchesForTheServersCertificateThatItIssued() {
        Credentials server = first.current().issue(List.of("gateway.svc", "10.0.0.1"), START, Duration.ofDays(90));
        AuthorityChain other = AuthorityChain.begin(START);

        assertThat(server.isIssuedBy(first.current())).isTrue();
        assertThat(server.isIssuedBy(other.current())).isFalse();
        assertThat(server.names()).containsExactlyInAnyOrder("gateway.svc", "10.0.0.1");
        assertThat(Optional.of(server.madeAt())).contains(START);
    }
}

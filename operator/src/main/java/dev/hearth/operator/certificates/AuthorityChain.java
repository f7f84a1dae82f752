package dev.hearth.operator.certificates;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The authority of an installation, the one that comes after it and the one that was before it. Whoever is to sign is trusted
 * everywhere long before, and whoever has signed long after.
 *
 * <pre>
 *   current ── a year before its end ──► current, next ── 30 days later ──► next is current, previous ── its end ──► current
 * </pre>
 *
 * @param current signs
 * @param next will sign; trusted already
 * @param previous PEM of the certificate of the one that signed before; still trusted
 */
record AuthorityChain(Credentials current, Optional<Credentials> next, Optional<String> previous) {
    private static final Duration LIFE = Duration.ofDays(3_650);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(365);
    /** Far longer than an environment lives and than a namespace's ConfigMap takes. */
    private static final Duration ANNOUNCED = Duration.ofDays(30);

    private static final Duration HURRY = Duration.ofDays(7);

    static AuthorityChain begin(Instant now) {
        return new AuthorityChain(Credentials.authority(now, LIFE), Optional.empty(), Optional.empty());
    }

    /** As it should be now; itself if that is as it is. */
    AuthorityChain at(Instant now) {
        Optional<String> remembered =
                previous.filter(pem -> Credentials.endOf(pem).isAfter(now));
        if (next.isPresent() && isDue(next.get(), now)) {
            return new AuthorityChain(next.get(), Optional.empty(), Optional.of(current.certificate()));
        }
        if (next.isEmpty() && !current.validUntil().isAfter(now)) {
            return begin(now);
        }
        if (next.isEmpty() && !current.validUntil().minus(RENEWED_BEFORE).isAfter(now)) {
            return new AuthorityChain(current, Optional.of(Credentials.authority(now, LIFE)), remembered);
        }
        return remembered.equals(previous) ? this : new AuthorityChain(current, next, remembered);
    }

    /** Whether everybody has heard of the next one, or cannot be waited for, as when nothing ran for a year. */
    private boolean isDue(Credentials next, Instant now) {
        return !next.madeAt().plus(ANNOUNCED).isAfter(now)
                || !current.validUntil().minus(HURRY).isAfter(now);
    }

    /** PEM of all certificates that vouch for the gateway. */
    String trusted() {
        return Stream.of(Optional.of(current.certificate()), next.map(Credentials::certificate), previous)
                .flatMap(Optional::stream)
                .collect(Collectors.joining());
    }
}

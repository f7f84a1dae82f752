package dev.hearth.crds;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A version as {@link VersionRetention} sees it: part of the API, since it decides what is deleted.
 *
 * @param number of the version
 * @param published when
 * @param used whether an alias leads to it or it is provisioned
 */
public record Retained(long number, Instant published, boolean used) {
    /** Numbers of those that need not be kept. The newest is always kept: what is published next is compared with it. */
    public static List<Long> superfluous(VersionRetention retention, List<Retained> versions, Instant now) {
        int newest = Math.max(1, Optional.ofNullable(retention.getNewest()).orElse(1));
        Optional<Instant> since = Optional.ofNullable(retention.getAge()).map(age -> now.minus(Span.of(age)));
        return versions.stream()
                .sorted(Comparator.comparingLong(Retained::number).reversed())
                .skip(newest)
                .filter(version -> !version.used)
                .filter(version -> since.map(version.published::isBefore).orElse(true))
                .map(Retained::number)
                .toList();
    }
}

package dev.hearth.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.catalog.AliasTarget.Named;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualifiersTest {
    private static final int CALLS = 100_000;

    private final Revision latest = revision("$LATEST", Revision.Bounds.reserved(OptionalInt.of(7)));

    @Test
    void leadsToLatestToVersionsAndToAliases() {
        Qualifiers all = qualifiers(Map.of("live", number("2")), 1, 2);

        assertThat(all.route("$LATEST")).contains(Route.to(latest));
        assertThat(version(all, "1")).isEqualTo("1");
        assertThat(version(all, "live")).isEqualTo("2");
        assertThat(all.route("3")).isEmpty();
        assertThat(all.route("other")).isEmpty();
    }

    @Test
    void findsTheNewestOfAReleaseAndOfAll() {
        Qualifiers all = Qualifiers.NONE.with(
                Optional.of(latest),
                List.of(published(9, "blue"), published(10, "blue"), published(11, "green")),
                Map.of("stable", release("blue"), "edge", AliasTarget.to(new Named.LatestPublished())));

        assertThat(version(all, "stable")).isEqualTo("10");
        assertThat(version(all, "edge")).isEqualTo("11");
    }

    @Test
    void anAliasMovesInOneStepOnceBothOfItsVersionsAreThere() {
        Map<String, AliasTarget> before = Map.of("live", number("1"));
        Map<String, AliasTarget> after = Map.of(
                "live",
                new AliasTarget(
                        new Named.Version("2"), Optional.of(new AliasTarget.Second("3", 0.1)), EventPolicy.DEFAULT));
        Qualifiers atFirst = qualifiers(before, 1);

        Qualifiers halfThere = atFirst.with(Optional.of(latest), versions(1, 2), after);
        Qualifiers there = halfThere.with(Optional.of(latest), versions(1, 2, 3), after);

        assertThat(version(halfThere, "live")).isEqualTo("1");
        assertThat(halfThere.route("live").orElseThrow().second()).isEmpty();
        assertThat(version(there, "live")).isEqualTo("2");
        assertThat(there.route("live").orElseThrow().second().orElseThrow().weight())
                .isEqualTo(0.1);
    }

    @Test
    void anAliasEndsWithTheVersionThatItStayedAt() {
        Qualifiers atFirst = qualifiers(Map.of("live", number("1")), 1);

        assertThat(atFirst.with(Optional.of(latest), versions(), Map.of("live", number("1")))
                        .route("live"))
                .isEmpty();
        assertThat(atFirst.with(Optional.of(latest), versions(1), Map.of()).route("live"))
                .isEmpty();
    }

    @Test
    void sharesByWeight() {
        for (double weight : new double[] {0, 0.01, 0.3, 1}) {
            Route route = new Route(
                    revision("1", Revision.Bounds.reserved(OptionalInt.empty())),
                    Optional.of(new Route.Share(revision("2", Revision.Bounds.reserved(OptionalInt.empty())), weight)),
                    EventPolicy.DEFAULT);
            long seed = 20_261_129;
            Random random = new Random(seed);
            long second = random.doubles(CALLS)
                    .filter(draw -> route.choose(draw).version().equals("2"))
                    .count();

            assertThat((double) second / CALLS)
                    .as("weight %s, seed %d", weight, seed)
                    .isBetween(weight - 0.005, weight + 0.005);
        }
    }

    @Test
    void versionsScaleWithinTheFunctionsBoundsButKeepNoneOfItsMinimum() {
        Revision.Bounds bounds =
                new Revision.Bounds(OptionalInt.of(20), 4, OptionalInt.of(9), Optional.of(Duration.ofMinutes(1)));
        Qualifiers before = qualifiers(Map.of(), 1);

        Qualifiers after = before.with(Optional.of(revision("$LATEST", bounds)), versions(1), Map.of());

        assertThat(after.route("1").orElseThrow().revision().bounds())
                .isEqualTo(new Revision.Bounds(
                        OptionalInt.of(20), 0, OptionalInt.of(9), Optional.of(Duration.ofMinutes(1))));
        assertThat(after.changesSince(before))
                .extracting(change -> ((CatalogChange.Served) change).now().version())
                .containsExactlyInAnyOrder("$LATEST", "1");
    }

    @Test
    void tellsWhatIsServedAnewAndWhatNoMore() {
        Qualifiers one = qualifiers(Map.of(), 1, 2);
        Qualifiers other = qualifiers(Map.of("live", number("2")), 2, 3);

        assertThat(other.changesSince(one))
                .containsExactlyInAnyOrder(
                        new CatalogChange.Served(other.route("3").orElseThrow().revision(), Optional.empty()),
                        new CatalogChange.Removed(one.route("1").orElseThrow().revision()));
    }

    private Qualifiers qualifiers(Map<String, AliasTarget> aliases, int... numbers) {
        return Qualifiers.NONE.with(Optional.of(latest), versions(numbers), aliases);
    }

    private static List<PublishedVersion> versions(int... numbers) {
        return Arrays.stream(numbers).mapToObj(number -> published(number, "")).toList();
    }

    private static String version(Qualifiers all, String qualifier) {
        return all.route(qualifier).orElseThrow().revision().version();
    }

    private static AliasTarget number(String version) {
        return AliasTarget.to(new Named.Version(version));
    }

    private static AliasTarget release(String release) {
        return AliasTarget.to(new Named.Release(release));
    }

    private static PublishedVersion published(int number, String release) {
        return new PublishedVersion(
                revision("" + number, Revision.Bounds.reserved(OptionalInt.empty())),
                Optional.of(release).filter(text -> !text.isEmpty()));
    }

    private static Revision revision(String version, Revision.Bounds bounds) {
        return new Revision(
                "r-" + version,
                new FunctionId("us-east-1", "123456789012", "shop", "hello"),
                version,
                "java25",
                "demo.Hello",
                128,
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Home.Machine(Path.of("code")),
                "00",
                new Revision.Logging("Text", "", "", "/aws/lambda/hello"),
                bounds,
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }
}

package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.AliasTarget;
import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.PublishedVersion;
import dev.hearth.gateway.catalog.Qualifiers;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.catalog.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What it costs the gateway to find out what a name and a qualifier mean: the look-up that every invocation makes, called here
 * without the rest. In the gateway's package, since nobody else calls it.
 */
public final class RoutingCost {
    private static final String ACCOUNT = "000000000000";
    private static final FunctionId HELLO = new FunctionId("us-east-1", ACCOUNT, "default", "hello");
    private static final int BATCH = 2_000;

    private final FunctionLookup lookup =
            new FunctionLookup(InvokeSettings.of("127.0.0.1", 0, "us-east-1", ACCOUNT), catalog());
    private long found;

    /** ns per look-up, one value for each batch of 2,000. */
    public double[] measure(String function, int batches) {
        double[] nanos = new double[batches];
        for (int batch = 0; batch < batches; batch++) {
            long start = System.nanoTime();
            for (int call = 0; call < BATCH; call++) {
                found += lookUp(function);
            }
            nanos[batch] = (double) (System.nanoTime() - start) / BATCH;
        }
        return nanos;
    }

    private int lookUp(String function) {
        return switch (lookup.read(function, Optional.empty(), ACCOUNT)) {
            case FunctionLookup.Wrong wrong -> throw new IllegalStateException(function + " is no name");
            case FunctionLookup.Named named ->
                switch (lookup.find(named)) {
                    case FunctionLookup.Missing missing -> throw new IllegalStateException(function + " is not there");
                    case FunctionLookup.Found there -> there.invokedArn().length();
                };
        };
    }

    /** Look-ups that were made, so that none of them can be left out. */
    public long found() {
        return found;
    }

    private static Catalog catalog() {
        AliasTarget.Named first = new AliasTarget.Named.Version("1");
        Qualifiers all = Qualifiers.NONE.with(
                Optional.of(revision("$LATEST")),
                List.of(version("1"), version("2")),
                Map.of(
                        "live",
                        new AliasTarget(first, Optional.empty(), EventPolicy.DEFAULT),
                        "shared",
                        new AliasTarget(first, Optional.of(new AliasTarget.Second("2", 0.1)), EventPolicy.DEFAULT)));
        return new Catalog() {
            @Override
            public Optional<Revision> find(String accountId, String functionName) {
                return functionName.equals("hello") ? all.latest() : Optional.empty();
            }

            @Override
            public Optional<Route> route(String accountId, String functionName, String qualifier) {
                return functionName.equals("hello") ? all.route(qualifier) : Optional.empty();
            }

            @Override
            public Collection<Revision> all() {
                return all.revisions();
            }
        };
    }

    private static PublishedVersion version(String number) {
        return new PublishedVersion(revision(number), Optional.empty());
    }

    private static Revision revision(String version) {
        return new Revision(
                "r" + version,
                HELLO,
                version,
                "java25",
                "a.B",
                128,
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Home.Machine(Path.of("code")),
                "00",
                new Revision.Logging("Text", "", "", "/aws/lambda/hello"),
                Revision.Bounds.reserved(OptionalInt.empty()),
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }
}

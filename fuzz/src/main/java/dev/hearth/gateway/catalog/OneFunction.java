package dev.hearth.gateway.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A catalog that knows one function by every name. */
public final class OneFunction implements Catalog {
    /** What serves it. */
    public static final Revision REVISION = new Revision(
            "hello-1",
            new FunctionId("us-east-1", "123456789012", "default", "hello"),
            "$LATEST",
            "java21",
            "a.B",
            128,
            Duration.ofSeconds(3),
            512,
            Map.of(),
            new Home.Machine(Path.of("/nowhere")),
            "00",
            new Revision.Logging("Text", "", "", "/aws/lambda/hello"),
            Revision.Bounds.reserved(OptionalInt.empty()),
            EventPolicy.DEFAULT,
            Revision.Initialization.ON_DEMAND,
            Optional.empty());

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return Optional.of(REVISION);
    }

    @Override
    public Collection<Revision> all() {
        return List.of(REVISION);
    }
}

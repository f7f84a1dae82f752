package dev.hearth.gateway;

import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** Revisions to test with. */
public final class Revisions {
    private Revisions() {}

    public static FunctionId function(String name) {
        return new FunctionId("us-east-1", "123456789012", "default", name);
    }

    public static Revision of(String name) {
        return of(name, Duration.ofSeconds(3), OptionalInt.empty());
    }

    public static Revision of(String name, Duration timeout, OptionalInt reserved) {
        return of(name, 1, timeout, reserved);
    }

    public static Revision of(String name, int number, Duration timeout, OptionalInt reserved) {
        return of(name, number, timeout, Revision.Bounds.reserved(reserved));
    }

    public static Revision of(String name, int number, Duration timeout, Revision.Bounds bounds) {
        return new Revision(
                name + "-" + number,
                function(name),
                "$LATEST",
                "java21",
                "a.B",
                128,
                timeout,
                512,
                Map.of(),
                new Home.Machine(Path.of("/nowhere")),
                "00",
                new Revision.Logging("Text", "", "", "/aws/lambda/" + name),
                bounds);
    }
}

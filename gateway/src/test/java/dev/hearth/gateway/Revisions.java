package dev.hearth.gateway;

import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
                bounds,
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }

    /** With its asynchronous invocations treated like this. */
    public static Revision withEvents(Revision plain, EventPolicy events) {
        return with(plain, plain.variables(), plain.home(), events);
    }

    /** With variables of the user's. */
    public static Revision withVariables(Revision plain, Map<String, String> variables) {
        return with(plain, variables, plain.home(), plain.events());
    }

    /** With code at another place. */
    public static Revision at(Home home, Revision plain) {
        return with(plain, plain.variables(), home, plain.events());
    }

    private static Revision with(Revision plain, Map<String, String> variables, Home home, EventPolicy events) {
        return new Revision(
                plain.id(),
                plain.function(),
                plain.version(),
                plain.runtime(),
                plain.handler(),
                plain.memorySizeMb(),
                plain.timeout(),
                plain.ephemeralStorageMb(),
                variables,
                home,
                plain.codeSha256(),
                plain.logging(),
                plain.bounds(),
                events,
                plain.initialization(),
                plain.provisioned());
    }

    /** A published version. */
    public static Revision version(String name, String version, OptionalInt reserved) {
        return new Revision(
                name + "-" + version,
                function(name),
                version,
                "java21",
                "a.B",
                128,
                Duration.ofSeconds(3),
                512,
                Map.of(),
                new Home.Machine(Path.of("/nowhere")),
                "00",
                new Revision.Logging("Text", "", "", "/aws/lambda/" + name),
                Revision.Bounds.reserved(reserved),
                EventPolicy.DEFAULT,
                Revision.Initialization.ON_DEMAND,
                Optional.empty());
    }

    /** A published version with environments that are kept initialised. */
    public static Revision provisioned(String name, String version, OptionalInt reserved, int environments) {
        Revision revision = version(name, version, reserved);
        return environments == 0
                ? revision
                : revision.provisioned(revision.id() + "-provisioned", revision.home(), environments);
    }
}

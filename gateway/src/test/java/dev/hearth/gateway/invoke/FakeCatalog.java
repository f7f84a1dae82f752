package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.EventPolicy;
import dev.hearth.gateway.catalog.FunctionId;
import dev.hearth.gateway.catalog.Home;
import dev.hearth.gateway.catalog.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One account with one function, {@code hello}. */
final class FakeCatalog implements Catalog {
    static final String ACCOUNT = "123456789012";
    static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:hello";
    static final FunctionId HELLO = new FunctionId("us-east-1", ACCOUNT, "default", "hello");
    static final Revision REVISION = new Revision(
            "r1",
            HELLO,
            "$LATEST",
            "java25",
            "demo.Hello",
            512,
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

    @Override
    public Optional<Revision> find(String accountId, String functionName) {
        return accountId.equals(ACCOUNT) && functionName.equals("hello") ? Optional.of(REVISION) : Optional.empty();
    }

    @Override
    public Optional<String> obstacle(String accountId, String functionName) {
        return functionName.equals("broken") ? Optional.of("./broken.yaml:3 spec.timeout: is 0") : Optional.empty();
    }

    @Override
    public Collection<Revision> all() {
        return List.of(REVISION);
    }
}

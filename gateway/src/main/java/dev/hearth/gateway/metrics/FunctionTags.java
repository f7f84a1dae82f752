package dev.hearth.gateway.metrics;

import dev.hearth.gateway.catalog.FunctionId;
import io.micrometer.core.instrument.Tags;

/** The labels of everything that is measured of one function. */
final class FunctionTags {
    private FunctionTags() {}

    static Tags of(FunctionId function, String qualifier) {
        return Tags.of("namespace", function.namespace(), "function", function.name(), "qualifier", qualifier);
    }
}
